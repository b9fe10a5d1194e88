import { Checkbox } from '@mantine/core';
import type { NameLimits } from '../../ipc/schemas';
import type { Failure } from '../state/failure';
import { forbiddenExample, limitsSentence } from '../text/limits';
import { type ChipProblem, ChipsField } from './chips-field';
import { Fold } from './fold';
import layout from './layout.module.css';
import { type LimitsDraft, limitsOf, outsideParent } from './limits-draft';
import { Note } from './notes';
import { type PlacedProblem, placeProblem } from './place-problem';

interface LimitsFieldsProps {
  draft: LimitsDraft;
  onChange: (change: Partial<LimitsDraft>) => void;
  /** What the main process has against the limits as typed. */
  failure: Failure | undefined;
  /** The button was pressed: what is missing is said from then on. */
  tried: boolean;
  /** The limits of the root above an intermediate; absent for a root. */
  parent?: NameLimits | undefined;
  /** Having no limits is not offered. */
  alwaysLimited?: boolean;
}

/** What an authority may sign for: domains, address ranges, or, after a warning, everything. */
export function LimitsFields({ draft, onChange, failure, tried, parent, alwaysLimited = false }: LimitsFieldsProps) {
  const placed = failure ? placeProblem(failure, draft.dns, draft.ip) : undefined;
  const limits = limitsOf(draft);
  const forbidden = forbiddenExample(limits);
  const dns = problemsOf(placed, 'dns');
  const ip = problemsOf(placed, 'ip');
  const outside = parent === undefined || draft.unlimited ? new Map() : outsideParent(draft, parent);
  return (
    <>
      {draft.unlimited ? null : (
        <>
          <ChipsField
            label="Domains"
            description={`Each one permits itself and every name below it: test permits app.test and api.app.test.${
              parent === undefined ? ' localhost is always included: trust is proven with it.' : ''
            }`}
            placeholder="test, home.arpa"
            chips={draft.dns}
            onChange={(next) => onChange({ dns: next })}
            problems={new Map([...outside, ...dns.problems])}
            message={dns.message}
          />
          <ChipsField
            label="Address ranges"
            description="In CIDR form, IPv4 and IPv6: 192.168.0.0/16, ::1/128."
            placeholder="127.0.0.0/8, ::1/128"
            chips={draft.ip}
            onChange={(next) => onChange({ ip: next })}
            problems={ip.problems}
            message={ip.message}
          />
        </>
      )}
      <Note
        tone={draft.unlimited ? 'warn' : 'info'}
        message={forbidden ? `Cannot sign for ${forbidden}.` : limitsSentence(limits)}
        hint={forbidden ? limitsSentence(limits) : undefined}
      />
      {alwaysLimited || parent?.kind === 'limited' ? null : (
        <NoLimits draft={draft} tried={tried} onChange={onChange} parent={parent} />
      )}
    </>
  );
}

function problemsOf(placed: PlacedProblem | undefined, field: 'dns' | 'ip') {
  if (placed?.field !== field) return { problems: new Map<number, ChipProblem>(), message: undefined };
  return placed;
}

/** Folded away, and chosen with two ticks: an authority without limits is for the few that need one. */
function NoLimits({
  draft,
  tried,
  onChange,
  parent,
}: Pick<LimitsFieldsProps, 'draft' | 'tried' | 'onChange' | 'parent'>) {
  const noun = parent === undefined ? 'root' : 'intermediate';
  return (
    <Fold label="No limits" openAtFirst={draft.unlimited}>
      <div className={layout.stack}>
        <Note
          tone="warn"
          message={`${parent === undefined ? 'A root' : 'An intermediate'} without limits can sign for your bank.`}
          hint="If its key is ever stolen, the thief can imitate every web site to this machine. Choose it only for software that cannot read name constraints."
        />
        <Checkbox
          label={`Make ${parent === undefined ? 'a root' : 'an intermediate'} without limits`}
          checked={draft.unlimited}
          onChange={(event) => onChange({ unlimited: event.currentTarget.checked, understood: false })}
        />
        {draft.unlimited ? (
          <Checkbox
            label={`I understand that this ${noun} can sign for any site`}
            checked={draft.understood}
            error={tried && !draft.understood ? 'Tick this to go on without limits.' : undefined}
            onChange={(event) => onChange({ understood: event.currentTarget.checked })}
          />
        ) : null}
      </div>
    </Fold>
  );
}
