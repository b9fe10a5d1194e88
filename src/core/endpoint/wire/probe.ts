import { randomBytes } from 'node:crypto';
import type { InspectTarget } from '../../../ipc/inspect-schemas';
import { ssl2Hello } from './client-hello';
import { Connection, type ConnectLimits, usualLimits } from './connection';
import { type Ask, type Heard, talk } from './handshake';
import { beginTls } from './starttls';

export interface Probing {
  target: Pick<InspectTarget, 'host' | 'port' | 'text' | 'start' | 'serverName'>;
  limits?: ConnectLimits;
  signal?: AbortSignal | undefined;
  random?: (bytes: number) => Buffer;
}

/** A hello without what each connection adds itself. */
export type Question = Omit<Ask, 'random' | 'serverName' | 'sessionId'> & { withoutName?: true };

export interface Answered extends Heard {
  address: string | undefined;
}

/** A connection that stands where TLS begins. Throws `Trouble`. */
export async function openForTls({ target, limits = usualLimits, signal }: Probing): Promise<Connection> {
  const connection = await Connection.open(target, limits, signal);
  try {
    const { host, serverName = host, port, text, start } = target;
    await beginTls(start, { connection, host: serverName, port, text });
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** Opens one connection, sends one hello, and hears the answer. Throws `Trouble`. */
export async function probe(probing: Probing, question: Question): Promise<Answered> {
  const { target, random = randomBytes } = probing;
  const connection = await openForTls(probing);
  try {
    const address = connection.remoteAddress;
    const { withoutName, ...rest } = question;
    const heard = await talk(
      connection,
      {
        ...rest,
        random: random(32),
        ...(withoutName === true ? {} : { serverName: target.serverName }),
        ...(question.supportedVersions === undefined ? {} : { sessionId: random(32) }),
      },
      target.text,
    );
    return { ...heard, address };
  } finally {
    connection.close();
  }
}

/** Whether the server answers a hello of SSL 2.0 with its own (section 5.6 of the draft). Throws `Trouble`. */
export async function speaksSsl2(probing: Probing): Promise<boolean> {
  const connection = await openForTls(probing);
  try {
    connection.write(ssl2Hello((probing.random ?? randomBytes)(16)));
    let answer: Buffer = Buffer.alloc(0);
    for (;;) {
      const bytes = await connection.read();
      if (bytes === undefined) return false;
      answer = Buffer.concat([answer, bytes]);
      // Length with the top bit set, then SERVER-HELLO, session id hit, certificate type, version.
      if (answer.length >= 7) return (answer[0] ?? 0) >= 0x80 && answer[2] === 4 && answer.readUInt16BE(5) === 2;
    }
  } finally {
    connection.close();
  }
}
