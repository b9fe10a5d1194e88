import { AppError } from '../../src/core/errors';
import type { CallOutput } from '../../src/ipc/contract';
import type { Authority, Outcome, Progress, ProveReport, Store } from '../../src/ipc/schemas';
import type { ForeignRoot, PhonePage, Recipes, TrustChange } from '../../src/ipc/trust-schemas';
import { outcomeOf, reportOf, uncheckedReport } from './answers';
import { inDays } from './data';
import { censusOf, foreignRoots, journalOf, phoneOff, phoneOn, recipesOf } from './trust-finds';
import { PlacesDouble } from './trust-places';
import { type Answers, findById, pause, type World } from './world';

/** The stores of the machine, what is installed in them and what was said of it. */
export class TrustDouble {
  proof: ProveReport | null;
  private readonly cells: PlacesDouble;
  private foreign: ForeignRoot[];
  private journal: TrustChange[];
  private shell: Recipes['shell']['state'] = 'absent';
  private phone: PhonePage = phoneOff;

  constructor(
    private readonly world: World,
    public places: Store[],
    proof: ProveReport | null,
  ) {
    this.proof = proof;
    this.cells = new PlacesDouble(world.state === 'several');
    this.foreign = world.state === 'empty' ? [] : foreignRoots(places);
    this.journal = world.state === 'empty' || world.state === 'untrusted' ? [] : journalOf(places);
  }

  answers(): Answers<'trust' | 'census' | 'phone'> {
    return {
      'trust.list': () => {
        this.refuseWithoutRoot();
        return this.places;
      },
      'trust.matrix': () => {
        this.refuseWithoutRoot();
        return this.cells.matrix(this.roots(), this.places);
      },
      'trust.install': ({ stores, authorityId }) => this.change('install', stores, 'install', authorityId),
      'trust.remove': ({ stores, authorityId }) => this.change('remove', stores, 'remove', authorityId),
      'trust.prove': ({ authorityId }) => this.prove(authorityId),
      'trust.lastProof': () => this.proof,
      'trust.journal': () => {
        if (this.world.state === 'failing') throw damagedJournal();
        return this.journal;
      },
      'trust.removeEverything': () => this.removeEverything(),
      'trust.recipes': () => {
        if (this.world.state === 'failing') throw unreadable('The programs of this machine could not be looked for.');
        return recipesOf(this.shell);
      },
      'trust.writeShellFile': () => this.shellFile('current'),
      'trust.removeShellFile': () => this.shellFile('absent'),
      'census.scan': async () => {
        if (this.world.state === 'failing') throw unreadable('The stores of this machine could not be read.');
        return censusOf(this.foreign);
      },
      'census.remove': async ({ fingerprint256, stores }) => {
        const root = this.foreign.find((known) => known.fingerprint256 === fingerprint256);
        const outcomes: Outcome[] = [];
        for (const held of root?.stores.filter(({ id }) => stores.length === 0 || stores.includes(id)) ?? []) {
          const place = findById(this.places, held.id, 'store');
          await this.step('remove', `store:${place.id}`, place.label);
          outcomes.push(this.outcome(place, 'remove'));
        }
        const gone = new Set(outcomes.filter(({ outcome }) => outcome === 'done').map(({ storeId }) => storeId));
        this.foreign = this.foreign
          .map((known) =>
            known === root ? { ...known, stores: known.stores.filter(({ id }) => !gone.has(id)) } : known,
          )
          .filter((known) => known.stores.length > 0 || known.files.length > 0);
        this.world.emit('trust.changed', undefined);
        return outcomes;
      },
      'phone.state': () => this.phone,
      'phone.start': ({ authorityId }) => {
        if (this.world.state === 'failing') {
          throw new AppError('internal', 'The page could not start: this machine has no address on a network.', {
            hint: 'Join the Wi-Fi that the phone is in and press Start the page again.',
          });
        }
        return this.phoneIs(phoneOn(authorityId ?? this.roots()[0]?.id ?? ''));
      },
      'phone.stop': () => this.phoneIs(phoneOff),
    };
  }

  /** A phone came by; called by tests. */
  visit(device: string, what: PhonePage['visits'][number]['what']): void {
    this.phoneIs({ ...this.phone, visits: [{ at: inDays(0), device, what }, ...this.phone.visits] });
  }

  async change(
    action: 'install' | 'remove',
    ids: readonly string[],
    task: Progress['task'],
    authorityId = this.roots()[0]?.id ?? '',
  ): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const place of this.places.filter((known) => ids.includes(known.id))) {
      await this.step(task, `store:${place.id}`, place.label);
      outcomes.push(this.outcome(place, action));
    }
    const changed = new Set(outcomes.filter(({ outcome }) => outcome === 'done').map(({ storeId }) => storeId));
    this.cells.changed(
      action,
      this.places.filter(({ id }) => changed.has(id)),
      authorityId,
    );
    if (authorityId === this.roots()[0]?.id) {
      const state = action === 'install' ? 'trusted' : 'absent';
      this.places = this.places.map((place) => (changed.has(place.id) ? { ...place, state } : place));
    }
    this.world.emit('trust.changed', undefined);
    return outcomes;
  }

  async prove(authorityId = this.roots()[0]?.id ?? ''): Promise<ProveReport> {
    await this.step('prove', 'proof:curl', 'curl opens the page');
    await this.step('prove', 'proof:openssl', 'openssl checks the chain');
    if (this.places.every(({ state }) => state !== 'trusted')) {
      throw new AppError('not-found', 'There is nothing to check: no store holds the root.', {
        hint: 'Press Install everywhere first.',
      });
    }
    this.cells.proven(authorityId);
    this.proof = this.world.state === 'unchecked' ? uncheckedReport : reportOf(this.places);
    return this.proof;
  }

  private async removeEverything(): Promise<CallOutput<'trust.removeEverything'>> {
    const held = this.places.filter(({ state }) => state !== 'absent').map(({ id }) => id);
    const outcomes = await this.change('remove', held, 'remove');
    const locked = this.places.filter(({ state }) => state === 'locked');
    return {
      outcomes,
      left: this.world.next.allow
        ? []
        : [
            {
              store: 'System store',
              fingerprint256: this.roots()[0]?.fingerprint ?? '',
              name: 'Sealwax Development CA',
            },
          ],
      unread: locked.map(({ id, label, message }) => ({ id, label, message: message ?? '' })),
    };
  }

  /** A person who presses Cancel in the question for administrator rights changes nothing there. */
  private outcome(place: Store, action: 'install' | 'remove'): Outcome {
    if (!place.privileged || this.world.next.allow) return outcomeOf(place, action);
    return {
      storeId: place.id,
      label: place.label,
      location: place.location,
      outcome: 'cancelled',
      message: 'You cancelled the question for administrator rights; nothing was changed here.',
      hint: 'Try again when you are ready, or have these run by someone who may:',
      commands: place[action].commands,
    };
  }

  private roots(): Authority[] {
    return this.world.authorities.filter(({ kind, fingerprint }) => kind === 'root' && fingerprint !== '');
  }

  private refuseWithoutRoot(): void {
    if (!this.world.authorities[0]?.problems.some(({ code }) => code === 'root-missing')) return;
    throw new AppError('authority-damaged', 'The root certificate (root.pem) is gone.', {
      hint: 'Put it back from a backup, or set this authority aside and make a new one.',
    });
  }

  private shellFile(state: Recipes['shell']['state']): Recipes {
    this.shell = state;
    return recipesOf(state);
  }

  private phoneIs(page: PhonePage): PhonePage {
    this.phone = page;
    this.world.emit('phone.changed', page);
    return page;
  }

  async step(task: Progress['task'], step: string, label: string): Promise<void> {
    this.world.emit('progress', { task, step, label, state: 'running' });
    await pause(120);
    this.world.emit('progress', { task, step, label, state: 'done' });
  }
}

const unreadable = (message: string) =>
  new AppError('internal', message, { hint: 'Press Try again; if it stays so, run: sealwax trust status.' });

const damagedJournal = () =>
  new AppError('internal', 'The record of changes could not be read: line 3 is cut off.', {
    hint: 'Press Try again. The stores themselves are not touched by this.',
  });
