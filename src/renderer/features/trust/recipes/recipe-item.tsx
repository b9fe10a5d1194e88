import { Button, UnstyledButton } from '@mantine/core';
import { useId, useState } from 'react';
import type { Recipe } from '../../../../ipc/trust-schemas';
import { Commands, CopyValue } from '../../../ui/copy';
import { Icon } from '../../../ui/icons';
import layout from '../../../ui/layout.module.css';
import { Tag } from '../../../ui/tag';
import { recipeSigns } from './recipe-words';
import styles from './recipes.module.css';

interface RecipeItemProps {
  recipe: Recipe;
  openAtFirst: boolean;
  /** For a phone: the page with the code is the shorter way. */
  onGoToPhones?: () => void;
}

/** One program or device: its state in a line, its steps when the line is opened. */
export function RecipeItem({ recipe, openAtFirst, onGoToPhones }: RecipeItemProps) {
  const [open, setOpen] = useState(openAtFirst);
  const id = useId();
  const sign = recipeSigns[recipe.state];
  return (
    <li data-recipe={recipe.id}>
      <UnstyledButton
        className={styles.line}
        aria-expanded={open}
        {...(open ? { 'aria-controls': id } : {})}
        onClick={() => setOpen(!open)}
      >
        <Icon name={open ? 'down' : 'next'} size={14} />
        <span className={styles.title}>{recipe.title}</span>
        <span className={styles.message}>{recipe.message}</span>
        <Tag tone={sign.tone} icon={sign.icon}>
          {sign.word}
        </Tag>
      </UnstyledButton>
      {open ? (
        <div id={id} className={styles.steps}>
          <p className={styles.whole}>{recipe.message}</p>
          {recipe.steps.length > 0 ? (
            <ol>
              {recipe.steps.map((step, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the steps have no identity and no state.
                <li key={index}>
                  <p>{step.text}</p>
                  {step.command === undefined ? null : (
                    <Commands commands={[step.command]} what={`step ${index + 1} for ${recipe.title}`} />
                  )}
                </li>
              ))}
            </ol>
          ) : (
            <p className={layout.mute}>There is nothing to do.</p>
          )}
          {onGoToPhones ? (
            <div>
              <Button size="xs" onClick={onGoToPhones}>
                Open the page for phones
              </Button>
            </div>
          ) : null}
          <p className={styles.source}>
            Source: <CopyValue text={recipe.source} what="address of the source" />
          </p>
        </div>
      ) : null}
    </li>
  );
}
