// Runs inside the cell as its user: starts the one display of the run, then the command.

import { show } from '../../scripts/lib/run.mjs';
import { startDisplay } from '../../scripts/lib/virtual-display.mjs';

const [command, ...args] = process.argv.slice(2);
const display = await startDisplay('1440x960');
process.exitCode = await show(command, args, { env: { ...process.env, ...display.env } });
display.stop();
