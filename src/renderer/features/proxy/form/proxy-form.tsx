import { Button, NumberInput, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { ProxyView } from '../../../../ipc/proxy-schemas';
import { useClient } from '../../../state/client-context';
import { useAction } from '../../../state/use-action';
import { DialogFoot } from '../../../ui/dialog-foot';
import { Fold } from '../../../ui/fold';
import { Icon } from '../../../ui/icons';
import layout from '../../../ui/layout.module.css';
import { Note } from '../../../ui/notes';
import {
  addressOf,
  draftOf,
  formOf,
  type NameDraft,
  newDraft,
  newName,
  problemAt,
  problemsElsewhere,
  targetOf,
} from './draft';
import styles from './form.module.css';
import { NameFields } from './name-fields';
import { OptionsFields } from './options-fields';
import { said } from './routes-fields';
import { ServerChoice } from './server-choice';
import { useFormCheck } from './use-form-check';

interface ProxyFormProps {
  /** The one that is changed; absent for a new one. */
  proxy: ProxyView | undefined;
  /** What a new one is for, where that is known. */
  startsWith?: string | undefined;
  onBusy: (busy: boolean) => void;
  onClose: () => void;
  onDone: (proxy: ProxyView) => void;
}

/** What to put HTTPS in front of, under which name and port; all else is folded away. */
export function ProxyForm({ proxy, startsWith, onBusy, onClose, onDone }: ProxyFormProps) {
  const { api } = useClient();
  const [draft, setDraft] = useState(() => (proxy === undefined ? newDraft(startsWith) : draftOf(proxy)));
  /** The name that was put in for a person, who may not want it. */
  const [suggested, setSuggested] = useState('');
  const problems = useFormCheck(draft, proxy?.id);
  const form = formOf(draft);
  const [first] = draft.names;
  const save = useAction(async () => {
    if (form === undefined) return;
    onBusy(true);
    try {
      onDone(await (proxy === undefined ? api.proxy.add(form) : api.proxy.change({ ...form, id: proxy.id })));
    } finally {
      onBusy(false);
    }
  });
  if (first === undefined) return null;
  const setName = (index: number, value: NameDraft) =>
    setDraft({ ...draft, names: draft.names.map((each, at) => (at === index ? value : each)) });
  const setTarget = (target: string) =>
    setName(0, { ...first, routes: first.routes.map((route, at) => (at === 0 ? { ...route, target } : route)) });
  const choose = (target: string, name: string) => {
    const routes = first.routes.map((route, at) => (at === 0 ? { ...route, target } : route));
    const free = first.name === '' || first.name === suggested;
    setName(0, { ...first, routes, ...(free ? { name } : {}) });
    setSuggested(name);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (form !== undefined && problems.length === 0) void save.run();
  };
  const target = first.routes[0]?.target ?? '';
  const unreadable = target.trim() !== '' && targetOf(target) === undefined;
  const targetProblem = problemAt(problems, 'names.0.routes.0.host', 'names.0.routes.0.port');
  const nameProblem = problemAt(problems, 'names.0.name');
  const portProblem = problemAt(problems, 'port');
  const opens = draft.names.flatMap(({ name }) => addressOf(name, draft.port) ?? []);
  return (
    <form className={layout.stack} onSubmit={submit}>
      {proxy === undefined ? <ServerChoice target={target} onChoose={choose} /> : null}
      <TextInput
        label="Server"
        description="A port of this machine, or host and port."
        placeholder="5000"
        value={target}
        maxLength={300}
        data-autofocus
        autoComplete="off"
        spellCheck={false}
        error={
          unreadable
            ? 'Type a port such as 5000, or host and port such as localhost:5000.'
            : targetProblem && said(targetProblem)
        }
        onChange={(event) => setTarget(event.currentTarget.value)}
      />
      <div className={styles.front}>
        <TextInput
          label="Name"
          placeholder="app.test"
          value={first.name}
          maxLength={300}
          autoComplete="off"
          spellCheck={false}
          error={nameProblem && said(nameProblem)}
          onChange={(event) => setName(0, { ...first, name: event.currentTarget.value })}
        />
        <NumberInput
          label="Port"
          value={draft.port}
          min={1}
          max={65_535}
          allowDecimal={false}
          allowNegative={false}
          hideControls
          error={portProblem && said(portProblem)}
          onChange={(port) => setDraft({ ...draft, port })}
        />
      </div>
      <p className={styles.opens} role="status">
        {opens.length === 0
          ? 'The certificate is issued on the spot, and renewed while the proxy runs.'
          : `Opens at ${opens.join(' and ')}`}
      </p>
      <Fold label="More paths and names" openAtFirst={draft.names.length > 1 || first.routes.length > 1}>
        <div className={layout.stack}>
          {draft.names.map((value, index) => (
            <NameFields
              key={value.key}
              index={index}
              value={value}
              problems={problems}
              onChange={(next) => setName(index, next)}
              {...(index === 0
                ? {}
                : { onLeaveOut: () => setDraft({ ...draft, names: draft.names.filter((_, at) => at !== index) }) })}
            />
          ))}
          <div>
            <Button
              size="xs"
              leftSection={<Icon name="plus" size={14} />}
              onClick={() => setDraft({ ...draft, names: [...draft.names, newName(target)] })}
            >
              Add another name
            </Button>
          </div>
        </div>
      </Fold>
      <Fold label="Options">
        <OptionsFields draft={draft} problems={problems} onChange={(change) => setDraft({ ...draft, ...change })} />
      </Fold>
      {problemsElsewhere(problems, draft).map((problem) => (
        <Note key={`${problem.field} ${problem.message}`} tone="bad" message={problem.message} hint={problem.hint} />
      ))}
      <DialogFoot
        failure={save.failure}
        affirmative={
          <Button
            variant="filled"
            type="submit"
            loading={save.busy}
            disabled={form === undefined || problems.length > 0}
          >
            {proxy === undefined ? 'Start' : 'Save'}
          </Button>
        }
        others={
          <Button onClick={onClose} disabled={save.busy}>
            Cancel
          </Button>
        }
      />
    </form>
  );
}
