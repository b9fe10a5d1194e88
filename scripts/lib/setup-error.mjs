/** Set-up cannot go on; the message is all that a person needs to see, so it is printed without a stack. */
export class SetupError extends Error {}

/** Runs a script's main function; the exit code is what it returns, or 1 after a message. */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    console.error(error instanceof SetupError ? error.message : error);
    process.exitCode = 1;
  }
}
