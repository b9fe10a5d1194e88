import { useEffect, useRef } from 'react';
import { useClient } from '../../../state/client-context';
import { useQuery } from '../../../state/use-query';
import layout from '../../../ui/layout.module.css';
import { Loading } from '../../../ui/loading';
import { EmptyState, FailureNote } from '../../../ui/notes';
import { RecipeItem } from './recipe-item';
import { inOrder, recipeGroups } from './recipe-words';
import styles from './recipes.module.css';
import { ShellLines } from './shell-lines';

interface RecipesPartProps {
  authorityId: string;
  /** The recipe that a program's row leads to: it is opened and brought into view. */
  wanted: string | null;
  onGoToPhones: () => void;
}

const refreshOn = ['trust.changed', 'authorities.changed'] as const;

/** Programs and devices that no store of this machine reaches: whether they trust the root, and the steps that make them. */
export function RecipesPart({ authorityId, wanted, onGoToPhones }: RecipesPartProps) {
  const { api } = useClient();
  const recipes = useQuery(() => api.trust.recipes({ authorityId }), `recipes ${authorityId}`, refreshOn);
  const place = useRef<HTMLDivElement>(null);
  const there = recipes.data !== undefined;
  useEffect(() => {
    if (wanted === null || !there) return;
    const item = place.current?.querySelector<HTMLElement>(`[data-recipe="${CSS.escape(wanted)}"]`);
    item?.scrollIntoView({ block: 'center' });
    item?.querySelector('button')?.focus({ preventScroll: true });
  }, [wanted, there]);
  const { data, failure } = recipes;
  if (failure) return <FailureNote failure={failure} onRetry={recipes.reload} />;
  if (data === undefined) return <Loading label="Looking for programs" rows={5} />;
  return (
    <div ref={place} className={styles.part}>
      {data.recipes.length === 0 ? (
        <div className={layout.card}>
          <EmptyState
            title="Nothing needs a step"
            text="Every program that was found on this machine reads one of the stores under Places."
          />
        </div>
      ) : null}
      {data.shell.lines.length > 0 ? (
        <ShellLines shell={data.shell} authorityId={authorityId} onChanged={recipes.reload} />
      ) : null}
      {recipeGroups.map(({ group, title }) => {
        const members = inOrder(data.recipes.filter((recipe) => recipe.group === group));
        if (members.length === 0) return null;
        return (
          <section key={group} className={layout.card} aria-labelledby={`recipes-${group}`}>
            <h2 id={`recipes-${group}`} className={styles.groupTitle}>
              {title}
            </h2>
            <ul className={styles.list}>
              {members.map((recipe) => (
                <RecipeItem
                  key={recipe.id}
                  recipe={recipe}
                  openAtFirst={recipe.id === wanted}
                  {...(recipe.id === 'ios' || recipe.id === 'android' ? { onGoToPhones } : {})}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
