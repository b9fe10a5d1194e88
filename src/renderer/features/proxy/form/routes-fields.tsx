import { ActionIcon, Button, NativeSelect, TextInput } from '@mantine/core';
import type { ProxyProblem } from '../../../../ipc/proxy-schemas';
import { Icon } from '../../../ui/icons';
import { newRoute, problemAt, type RouteDraft } from './draft';
import styles from './form.module.css';

interface RoutesFieldsProps {
  /** The place of the name in the form. */
  index: number;
  /** What a screen reader is told the paths belong to. */
  of: string;
  routes: readonly RouteDraft[];
  problems: readonly ProxyProblem[];
  onChange: (routes: RouteDraft[]) => void;
}

const protocols = [
  { value: 'http1', label: 'HTTP/1.1' },
  { value: 'h2c', label: 'HTTP/2' },
];

/** The paths of a name that go to other servers than the rest, and how the servers are spoken to. */
export function RoutesFields({ index, of, routes, problems, onChange }: RoutesFieldsProps) {
  const set = (at: number, change: Partial<RouteDraft>) =>
    onChange(routes.map((route, place) => (place === at ? { ...route, ...change } : route)));
  return (
    <fieldset className={styles.routes}>
      <legend>Paths of {of}</legend>
      {routes.map((route, at) => {
        const field = (part: string) => `names.${index}.routes.${at}.${part}`;
        const pathProblem = problemAt(problems, field('path'));
        const targetProblem = problemAt(problems, field('host'), field('port'));
        const first = at === 0;
        return (
          <div key={route.key} className={styles.route}>
            <TextInput
              aria-label={`Path ${at + 1} of ${of}`}
              value={route.path}
              maxLength={1024}
              spellCheck={false}
              error={pathProblem && said(pathProblem)}
              onChange={(event) => set(at, { path: event.currentTarget.value })}
            />
            <TextInput
              aria-label={`Server of path ${at + 1} of ${of}`}
              placeholder="8080"
              value={route.target}
              maxLength={300}
              spellCheck={false}
              error={targetProblem && said(targetProblem)}
              onChange={(event) => set(at, { target: event.currentTarget.value })}
            />
            <NativeSelect
              aria-label={`Protocol of path ${at + 1} of ${of}`}
              value={route.protocol}
              data={protocols}
              onChange={(event) => set(at, { protocol: event.currentTarget.value === 'h2c' ? 'h2c' : 'http1' })}
            />
            <ActionIcon
              className={styles.less}
              data-hidden={first || undefined}
              disabled={first}
              aria-label={`Leave out path ${at + 1} of ${of}`}
              onClick={() => onChange(routes.filter((_, place) => place !== at))}
            >
              <Icon name="cross" size={14} />
            </ActionIcon>
          </div>
        );
      })}
      <div>
        <Button
          size="xs"
          leftSection={<Icon name="plus" size={14} />}
          aria-label={`Add a path of ${of}`}
          onClick={() => onChange([...routes, newRoute('/api')])}
        >
          Add a path
        </Button>
      </div>
    </fieldset>
  );
}

export const said = ({ message, hint }: ProxyProblem): string => (hint === undefined ? message : `${message} ${hint}`);
