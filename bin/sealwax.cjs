#!/usr/bin/env node
// Starts the command line of Sealwax: in a clone out of out/cli, in the installed app out of the folder beside it.
require('./start.cjs')(process.argv[1]);
