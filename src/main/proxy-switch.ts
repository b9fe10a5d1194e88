/** Told to the process of the proxies when it shall do all in one thread: one with several ended too soon. */
export const oneThreadSwitch = '--one-thread';
