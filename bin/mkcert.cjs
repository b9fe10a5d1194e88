#!/usr/bin/env node
// Sealwax under the name of mkcert 1.4.4, for the tools that call it by its path.
require('./start.cjs')('mkcert');
