import { SegmentedControl } from '@mantine/core';
import { useEffect, useState } from 'react';
import { BatchTool } from '../features/batch/batch-tool';
import { RequestsTool } from '../features/requests/requests-tool';
import { LookInside } from '../features/tools/look-inside';
import { type Tool, useNavigation } from '../state/navigation';
import { Page } from '../ui/page';

const tools: readonly { value: Tool; label: string }[] = [
  { value: 'look', label: 'Look inside' },
  { value: 'requests', label: 'Requests' },
  { value: 'batch', label: 'Many at once' },
];

/** The tool that was used last, so that coming back to the section is coming back to it. */
let last: Tool = 'look';

/** What is done with files and lists rather than with one certificate. */
export function ToolsScreen() {
  const { intent, settle } = useNavigation();
  const [tool, setTool] = useState<Tool>(() => toolFor(intent) ?? last);
  const [signing, setSigning] = useState<string | null>(null);
  last = tool;

  useEffect(() => {
    if (intent === null) return;
    setTool((current) => toolFor(intent) ?? current);
    if (intent.kind === 'sign') setSigning(intent.token);
    settle();
  }, [intent, settle]);

  return (
    <Page
      title="Tools"
      actions={
        <SegmentedControl
          aria-label="Tool"
          value={tool}
          data={[...tools]}
          onChange={(value) => setTool(value as Tool)}
        />
      }
    >
      {tool === 'look' ? <LookInside /> : null}
      {tool === 'requests' ? <RequestsTool signing={signing} onSigning={setSigning} /> : null}
      {tool === 'batch' ? <BatchTool /> : null}
    </Page>
  );
}

function toolFor(intent: ReturnType<typeof useNavigation>['intent']): Tool | undefined {
  if (intent?.kind === 'tool') return intent.tool;
  return intent?.kind === 'sign' ? 'requests' : undefined;
}
