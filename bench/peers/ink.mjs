import { Box, render, Text } from 'ink';
import TextInput from 'ink-text-input';
import { createElement } from 'react';

const label = createElement(Text, null, 'Phone number: ');
render(createElement(Box, null, label, createElement(TextInput, { value: '', onChange: () => {} })));
