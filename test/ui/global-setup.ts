import { serve } from './serve';

/** One build for all tests; the function given back runs when they are done. */
export default async function globalSetup(): Promise<() => Promise<void>> {
  const { address, close } = await serve();
  process.env.SEALWAX_UI_ADDRESS = address;
  return close;
}
