// Called by the wrapper of an installed Sealwax with the name it was started by, then the arguments.
const [name] = process.argv.splice(2, 1);
require('./start.cjs')(name);
