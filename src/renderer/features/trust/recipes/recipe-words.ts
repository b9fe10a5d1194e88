import type { Recipe, Recipes } from '../../../../ipc/trust-schemas';
import type { Sign } from '../../../ui/status';

export const recipeSigns: Record<Recipe['state'], Sign> = {
  works: { tone: 'ok', icon: 'tick', word: 'works' },
  needed: { tone: 'warn', icon: 'warning', word: 'needs a step' },
  'not-here': { tone: 'idle', icon: 'dash', word: 'not here' },
  unknown: { tone: 'idle', icon: 'question', word: 'cannot tell' },
};

export const recipeGroups: readonly { group: Recipe['group']; title: string }[] = [
  { group: 'shell', title: 'Programs of the shell' },
  { group: 'containers', title: 'Containers' },
  { group: 'devices', title: 'Phones and other machines' },
  { group: 'other', title: 'Other' },
];

const order: readonly Recipe['state'][] = ['needed', 'unknown', 'works', 'not-here'];

/** What a person has to do comes first, what is not on this machine last. */
export const inOrder = (recipes: readonly Recipe[]): Recipe[] =>
  [...recipes].sort((one, other) => order.indexOf(one.state) - order.indexOf(other.state));

/** A value as a POSIX shell reads it: in single quotes, in which only the quote itself is special (POSIX 2.2.2). */
const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

/** Lines for a start-up file. A name that is no name of a variable would be a command, so it is left out (POSIX 3.216). */
export const shellLines = ({ lines }: Recipes['shell']): string[] =>
  lines
    .filter(({ variable }) => /^[A-Za-z_]\w*$/.test(variable))
    .map(({ variable, value }) => `export ${variable}=${quoted(value)}`);
