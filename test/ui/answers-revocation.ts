import type { RevocationState, Revoked } from '../../src/ipc/revocation-schemas';
import { dataFolder, inDays } from './data';
import { type Answers, findById, pause, savedAs, type World } from './world';

/** What each authority has revoked, its list and its address. */
export function revocationAnswers(world: World): Answers<'revocation'> {
  const lists = new Map<string, { number: number; made: string }>();
  const ports = new Map<string, number>();
  const serials: Revoked[] = [
    { serial: '0badc0de', reason: 'cessationOfOperation', at: inDays(-40) },
    { serial: '5f1c77aa', reason: 'superseded', at: inDays(-41), name: 'old.shop.test', notAfter: inDays(100) },
  ];
  const stateOf = (id: string): RevocationState => {
    const authority = findById(world.authorities, id, 'authority');
    const folder = `${dataFolder}/authorities/${id}`;
    const listed = world.listed.filter((each) => each.revoked && each.authorityId === id);
    const revoked = [
      ...listed.map(({ serial, revoked: taken, id: certificateId, commonName: name, notAfter }): Revoked => {
        return {
          serial,
          reason: taken?.reason ?? 'unspecified',
          at: taken?.at ?? inDays(0),
          certificateId,
          name,
          notAfter,
        };
      }),
      ...(id === 'root' && world.state === 'several' ? serials : []),
    ];
    const list = lists.get(id) ?? (revoked.length > 0 ? { number: 1_795_861_170_250, made: inDays(-2) } : undefined);
    const port = ports.get(id);
    return {
      authorityId: id,
      ...(authority.origin === 'mkcert'
        ? {
            refusal: {
              code: 'no-crl-sign',
              message: `The key of ${authority.name} may not sign revocation lists: its key usage leaves that out.`,
              hint: 'Nothing that it signed can be revoked. Make a new authority; to refuse everything of this one, remove its root from the trust stores.',
            },
          }
        : {}),
      revoked,
      ...(list === undefined
        ? {}
        : {
            crl: {
              number: String(list.number),
              thisUpdate: list.made,
              nextUpdate: new Date(Date.parse(list.made) + 30 * 86_400_000).toISOString(),
              current: true,
              files: { pem: `${folder}/crl.pem`, der: `${folder}/crl.der` },
            },
          }),
      needsPerson: false,
      serve: {
        on: port !== undefined,
        port: port ?? 15_280,
        url: `http://127.0.0.1:${port ?? 15_280}/${id}.crl`,
        running: port !== undefined && port !== 8080,
        ...(port === 8080
          ? {
              problem: {
                message: 'Port 8080 is taken by another program, so the revocation list is not served.',
                hint: 'Close the program that has it, or choose another port; certificates that name this one go on naming it.',
              },
            }
          : {}),
      },
    };
  };
  const make = (id: string) => {
    lists.set(id, { number: (lists.get(id)?.number ?? 1_795_861_170_250) + 1, made: inDays(0) });
    world.emit('authorities.changed', undefined);
  };
  // In this world a renewal kept the key.
  const sameKey = (id: string) => world.listed.filter(({ replacedBy }) => replacedBy === id);
  return {
    'revocation.sameKey': ({ id }) => sameKey(id),
    'revocation.state': ({ authorityId }) => stateOf(authorityId),
    'revocation.revoke': async ({ id, reason }) => {
      await pause(120);
      const taken = { ...findById(world.listed, id, 'certificate'), status: 'revoked' as const };
      const revoked = { ...taken, revoked: { at: inDays(0), reason } };
      const others = new Set(reason === 'keyCompromise' ? sameKey(id).map((each) => each.id) : []);
      world.listed = world.listed.map((known) => {
        if (known.id === id) return revoked;
        return others.has(known.id) ? { ...known, status: 'revoked', revoked: revoked.revoked } : known;
      });
      make(revoked.authorityId);
      world.emit('certificates.changed', undefined);
      return revoked;
    },
    'revocation.makeCrl': ({ authorityId }) => {
      make(authorityId);
      return stateOf(authorityId);
    },
    'revocation.exportCrl': ({ authorityId, form }) =>
      savedAs(world, [form === 'pem' ? `${authorityId}-crl.pem` : `${authorityId}.crl`], 'Documents'),
    'revocation.serve': ({ authorityId, on, port }) => {
      if (on) ports.set(authorityId, port ?? 15_280);
      else ports.delete(authorityId);
      make(authorityId);
      return stateOf(authorityId);
    },
  };
}
