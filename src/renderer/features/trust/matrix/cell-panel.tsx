import { Button } from '@mantine/core';
import type { Cell, Matrix, MatrixRow } from '../../../../ipc/trust-schemas';
import { useNow } from '../../../state/use-now';
import { formatFull } from '../../../text/dates';
import { CopyValue } from '../../../ui/copy';
import { Fold } from '../../../ui/fold';
import { Icon } from '../../../ui/icons';
import layout from '../../../ui/layout.module.css';
import { Note } from '../../../ui/notes';
import { Tag } from '../../../ui/tag';
import type { StoreAction } from '../headline';
import { ChangeWords } from './change-words';
import styles from './panel.module.css';
import { SidePanel } from './side-panel';
import { meaningOf, signOf, verifiedWords } from './verdicts';

interface CellPanelProps {
  matrix: Matrix;
  row: MatrixRow;
  cell: Cell;
  busy: boolean;
  onClose: () => void;
  onChange: (action: StoreAction) => void;
  onRecipe: (recipe: string) => void;
}

/** All that is known of one root in one place, and what can be done there with the exact change first. */
export function CellPanel({ matrix, row, cell, busy, onClose, onChange, onRecipe }: CellPanelProps) {
  const sign = signOf(row, cell);
  const root = matrix.roots.find(({ authorityId }) => authorityId === cell.authorityId);
  const follows = matrix.rows.find(({ id }) => id === row.follows);
  const { recipe } = row;
  return (
    <SidePanel
      label="Place"
      title={row.label}
      onClose={onClose}
      sign={
        <Tag tone={sign.tone} icon={sign.icon}>
          {sign.word}
        </Tag>
      }
    >
      {matrix.roots.length > 1 && root ? <p className={layout.mute}>{root.name}</p> : null}
      <div>
        <p>{meaningOf(cell)}</p>
        {cell.hint ? <p className={styles.hint}>{cell.hint}</p> : null}
      </div>
      <Checked cell={cell} />
      {row.note ? <Note tone="info" message={row.note} /> : null}
      <Steps row={row} cell={cell} busy={busy} onChange={onChange} />
      {recipe !== undefined ? (
        <div>
          <Button size="xs" onClick={() => onRecipe(recipe)}>
            Show how to make it trust the root
          </Button>
        </div>
      ) : null}
      <dl className={styles.facts}>
        <dt>{row.group === 'clients' ? 'Program' : 'Location'}</dt>
        <dd>
          <CopyValue text={row.location} what={`location of ${row.label}`} />
        </dd>
        {row.follows === undefined ? null : (
          <>
            <dt>Filled from</dt>
            <dd>{follows?.label ?? row.follows}</dd>
          </>
        )}
      </dl>
    </SidePanel>
  );
}

function Checked({ cell }: { cell: Cell }) {
  const words = verifiedWords(cell, useNow());
  if (words === undefined) return null;
  return (
    <p className={styles.checked} data-ok={words.ok || undefined}>
      <Icon name={words.ok ? 'tick' : 'cross'} size={16} />
      <span>
        {words.ok ? `A page was opened by ${words.text}.` : `${words.text}.`}
        {cell.verified ? <small>{formatFull(cell.verified.at)}</small> : null}
      </span>
    </p>
  );
}

interface StepsProps {
  row: MatrixRow;
  cell: Cell;
  busy: boolean;
  onChange: (action: StoreAction) => void;
}

/** What helps first, in full; taking away is folded below it, or stands alone where nothing else is to be done. */
function Steps({ row, cell, busy, onChange }: StepsProps) {
  const { actions, install, remove } = cell;
  const repair = actions.includes('repair');
  const helps = repair || actions.includes('install');
  const removes = actions.includes('remove') && remove !== undefined;
  const removal = removes ? (
    <div className={layout.stack}>
      <ChangeWords change={remove} privileged={row.privileged} label={row.label} />
      <div>
        <Button variant="danger" size="xs" disabled={busy} onClick={() => onChange('remove')}>
          Remove now
        </Button>
      </div>
    </div>
  ) : null;
  return (
    <>
      {helps && install ? (
        <section className={styles.change} aria-label={repair ? 'Repair' : 'Install'}>
          <ChangeWords change={install} privileged={row.privileged} label={row.label} />
          <div>
            <Button variant="filled" size="xs" disabled={busy} onClick={() => onChange('install')}>
              {repair ? 'Repair now' : 'Install now'}
            </Button>
          </div>
        </section>
      ) : null}
      {actions.length === 0 && cell.verdict !== 'follows' && install && install.commands.length > 0 ? (
        <Fold label="Install it by hand">
          <ChangeWords change={install} privileged={row.privileged} label={row.label} />
        </Fold>
      ) : null}
      {removal && helps ? <Fold label="Remove it from here">{removal}</Fold> : null}
      {removal && !helps ? (
        <section className={styles.change} aria-label="Remove">
          <h3>Remove it from here</h3>
          {removal}
        </section>
      ) : null}
    </>
  );
}
