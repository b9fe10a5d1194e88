import type { RolloverHand } from '../../ipc/rollover-schemas';
import type { Authority } from '../../ipc/schemas';
import type { LeafReading } from './rollover-view';

type Hand = Omit<RolloverHand, 'done'>;

export interface HandFacts {
  old: Authority;
  intermediates: readonly Authority[];
  leaves: readonly LeafReading[];
  /** A file of lines for shells exists; it names the root of the default authority. */
  shellFile: boolean;
}

/**
 * What no program on this machine can do: devices and machines that were given the old root, keys that are with somebody else,
 * intermediates, and shells that name its file.
 */
export function handsOf({ old, intermediates, leaves, shellFile }: HandFacts): Hand[] {
  const theirs = leaves.filter(({ certificate }) => !certificate.keyHere);
  return [
    {
      id: 'devices',
      label: 'Phones and tablets',
      detail:
        'Those that were given the old root need the new one: start the page under Trust, Phones, and open it on each; then delete the old profile there.',
    },
    {
      id: 'machines',
      label: 'Other machines, containers and programs',
      detail: `Wherever ${old.name} was copied to (other computers, images, a trust store of Java, a CI), put the new root: Authorities, Export root.`,
    },
    ...(shellFile
      ? [
          {
            id: 'shell-file',
            label: 'The file for your shell',
            detail: 'It names the old root. Write it again under Trust, Programs, or type: sealwax trust env --write.',
          },
        ]
      : []),
    ...intermediates.map(({ id, name }) => ({
      id: `intermediate:${id}`,
      label: name,
      detail:
        'An intermediate below the old root. Its certificates are issued anew below the new root itself; whoever signs with it needs a new intermediate.',
    })),
    ...theirs.map(({ certificate, nextId }) => ({
      id: `theirs:${certificate.id}`,
      label: certificate.names[0]?.display ?? certificate.commonName,
      detail:
        nextId === undefined
          ? 'Its key is with somebody else: send them the new certificate once it is issued.'
          : `Its key is with somebody else: send them the new certificate (${nextId}).`,
    })),
  ];
}
