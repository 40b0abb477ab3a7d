import type { Terminal } from '@xterm/headless';

export function drawWindow(emulator: Terminal): string[];
