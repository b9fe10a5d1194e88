// biome-ignore-all lint/a11y/useKeyWithClickEvents: the row only makes the target larger; the button in it does the same by key.
import { Button, UnstyledButton } from '@mantine/core';
import type { Cell, Matrix, MatrixRow } from '../../../../ipc/trust-schemas';
import { useNow } from '../../../state/use-now';
import layout from '../../../ui/layout.module.css';
import { Tag } from '../../../ui/tag';
import styles from './matrix.module.css';
import type { Spot } from './matrix-keys';
import { cellOf, knownWords, nextStep, signOf } from './verdicts';

/** What is shown beside the matrix: a cell, or a root where no row is named. */
export interface Aim {
  authorityId: string;
  rowId: string | null;
}

/** One button of the grid: it alone is in the order of Tab while the keyboard stands on it. */
export function focusable(here: Spot, own: Spot, onSpot: (spot: Spot) => void) {
  return {
    'data-spot': `${own.row} ${own.column}`,
    tabIndex: here.row === own.row && here.column === own.column ? 0 : -1,
    onFocus: () => onSpot(own),
  };
}

interface PlaceRowProps {
  row: MatrixRow;
  index: number;
  roots: Matrix['roots'];
  spot: Spot;
  opened: Aim | null;
  onSpot: (spot: Spot) => void;
  onOpen: (aim: Aim) => void;
  onRecipe: (recipe: string) => void;
}

export function PlaceRow(props: PlaceRowProps) {
  const { row, index, roots, spot, opened, onSpot, onOpen } = props;
  const [only] = roots;
  const isOpen = (authorityId: string) => opened?.rowId === row.id && opened.authorityId === authorityId;
  if (roots.length === 1 && only) {
    const cell = cellOf(row, only.authorityId);
    const open = () => onOpen({ authorityId: only.authorityId, rowId: row.id });
    return (
      <tr className={styles.place} data-opened={isOpen(only.authorityId) || undefined} onClick={open}>
        <PlaceName row={row} />
        <td>
          {cell ? (
            <div className={styles.state}>
              <UnstyledButton
                {...focusable(spot, { row: index, column: 0 }, onSpot)}
                className={styles.cellButton}
                aria-label={`${row.label}: ${signOf(row, cell).word}`}
                aria-pressed={isOpen(only.authorityId)}
              >
                <Verdict row={row} cell={cell} />
              </UnstyledButton>
              <Known row={row} cell={cell} />
            </div>
          ) : null}
        </td>
        <td className={styles.step}>
          <NextStep {...props} onOpenIt={open} />
        </td>
      </tr>
    );
  }
  return (
    <tr>
      <PlaceName row={row} />
      {roots.map(({ authorityId, name }, column) => {
        const cell = cellOf(row, authorityId);
        if (!cell) return <td key={authorityId} />;
        return (
          <td key={authorityId} className={styles.cell}>
            <UnstyledButton
              {...focusable(spot, { row: index, column }, onSpot)}
              className={styles.cellButton}
              data-opened={isOpen(authorityId) || undefined}
              aria-pressed={isOpen(authorityId)}
              aria-label={`${row.label}, ${name}: ${signOf(row, cell).word}`}
              onClick={() => onOpen({ authorityId, rowId: row.id })}
            >
              <Verdict row={row} cell={cell} />
            </UnstyledButton>
          </td>
        );
      })}
    </tr>
  );
}

function PlaceName({ row }: { row: MatrixRow }) {
  return (
    <th scope="row" className={styles.placeName}>
      <span className={styles.label}>
        {row.label}
        {row.privileged ? <small title="Changing it needs administrator rights">administrator</small> : null}
      </span>
      <span className={`${layout.path} ${styles.path}`} title={row.location}>
        {row.location}
      </span>
      {row.note ? <small className={styles.note}>{row.note}</small> : null}
    </th>
  );
}

function Verdict({ row, cell }: { row: MatrixRow; cell: Cell }) {
  const sign = signOf(row, cell);
  return (
    <Tag tone={sign.tone} icon={sign.icon}>
      {sign.word}
    </Tag>
  );
}

/** Who opened a page and when; where nobody has, what the store says. */
function Known({ row, cell }: { row: MatrixRow; cell: Cell }) {
  const words = knownWords(row, cell, useNow());
  return <span className={`${styles.known} ${words.ok ? '' : layout.mute}`}>{words.text}</span>;
}

function NextStep({ row, index, spot, onSpot, onRecipe, onOpenIt }: PlaceRowProps & { onOpenIt: () => void }) {
  const step = nextStep(row);
  if (step === undefined) return null;
  const { recipe } = row;
  const verb = step === 'recipe' ? 'Show how…' : step === 'install' ? 'Install…' : 'Repair…';
  return (
    <Button
      {...focusable(spot, { row: index, column: 1 }, onSpot)}
      size="xs"
      aria-label={step === 'recipe' ? `Show how to make ${row.label} trust it` : `${verb.slice(0, -1)} in ${row.label}`}
      onClick={(event) => {
        event.stopPropagation();
        if (step === 'recipe' && recipe !== undefined) onRecipe(recipe);
        else onOpenIt();
      }}
    >
      {verb}
    </Button>
  );
}
