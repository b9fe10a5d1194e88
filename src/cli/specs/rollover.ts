import type { CommandSpec } from '../command-line';

export const rolloverSpecs = {
  rollover: {
    path: ['ca', 'rollover'],
    args: '[ID|NAME]',
    count: [0, 1],
    summary: 'replace a root by a new one before it ends, step by step (exit 0 when nothing is left to do)',
    details: [
      'Without an option it shows how far it has come. The new root is trusted beside the old one before it signs anything; the old one goes last.',
      'Each call goes on where the last one stopped, after a refusal or a kill too.',
    ],
    options: [
      { name: 'go', help: 'begin, or go on: new root, trust, certificates' },
      { name: 'done', value: 'THING', many: true, help: 'tick what you did by hand' },
      { name: 'not-done', value: 'THING', many: true, help: 'take a tick back' },
      { name: 'finish', help: 'take the old root out of every store; refused while something uses it' },
    ],
    complete: ['authority'],
    examples: [
      ['sealwax ca rollover', 'what is to be done for the default authority'],
      ['sealwax ca rollover --go', 'do all that needs no hand'],
      ['sealwax ca rollover "Old CA" --done devices --done machines --finish', 'the last steps'],
    ],
  },
} as const satisfies Record<string, CommandSpec>;
