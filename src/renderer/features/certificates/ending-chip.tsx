import { Button } from '@mantine/core';
import { formatDay } from '../../text/dates';
import { Icon } from '../../ui/icons';
import type { EndingSpan } from './listing';

/** Says that only what ends in a span is shown, and takes that away again. */
export function EndingChip({ span, onClear }: { span: EndingSpan; onClear: () => void }) {
  const [first, last] = [formatDay(span.from), formatDay(span.until)];
  const words = first === last ? `Ends ${first}` : `Ends ${first} to ${last}`;
  return (
    <Button
      size="xs"
      rightSection={<Icon name="cross" size={13} />}
      aria-label={`${words}: show all again`}
      onClick={onClear}
    >
      {words}
    </Button>
  );
}
