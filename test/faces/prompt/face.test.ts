import { describe } from 'vitest';
import { DEFAULT_POLICY } from '../../../src/core/policy.ts';
import { promptFace } from '../../../src/faces/prompt/face.ts';
import { faceContract } from '../contract.ts';

describe('the plain prompt', () => {
  faceContract({
    on: (terminal) => promptFace(terminal, DEFAULT_POLICY),
    keys: { submit: '\n', resend: 'r\n', recover: '', leave: 'q\n' },
  });
});
