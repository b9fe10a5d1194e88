import { useEffect, useEffectEvent, useState } from 'react';
import { useClient } from '../state/client-context';
import { useNavigation } from '../state/navigation';
import { useOpenedFile } from '../state/opened-file';
import { Icon } from '../ui/icons';
import styles from './drop-target.module.css';

const carriesFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/**
 * Says that a file may be dropped anywhere. The preload script reads the drop, because paths never come to the page; what
 * arrives then, or is opened by the system, is shown.
 */
export function DropTarget() {
  const { api, on } = useClient();
  const { go } = useNavigation();
  const { arrive } = useOpenedFile();
  const [over, setOver] = useState(false);

  const onArrived = useEffectEvent((token: string) => {
    setOver(false);
    go('tools', { kind: 'tool', tool: 'look' });
    void arrive(token);
  });
  useEffect(() => {
    const end = on('files.arrived', ({ token }) => onArrived(token));
    // What the system opened before the window listened waits in the main process; the newest is what a person wants to see.
    api.files.arrived().then(
      (waiting) => {
        const newest = waiting.at(-1);
        if (newest) onArrived(newest.token);
      },
      // Nothing is lost: the file can be opened again.
      () => undefined,
    );
    return end;
  }, [api, on]);

  useEffect(() => {
    // Entering a child comes before leaving its parent, so the depth is counted.
    let depth = 0;
    const enter = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth += 1;
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!carriesFiles(event)) return;
      depth = Math.max(0, depth - 1);
      if (depth === 0) setOver(false);
    };
    const hover = (event: DragEvent) => {
      if (carriesFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      depth = 0;
      setOver(false);
      if (carriesFiles(event)) event.preventDefault();
    };
    window.addEventListener('dragenter', enter);
    window.addEventListener('dragleave', leave);
    window.addEventListener('dragover', hover);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragenter', enter);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('dragover', hover);
      window.removeEventListener('drop', drop);
    };
  }, []);

  if (!over) return null;
  return (
    <div className={styles.over} role="status">
      <div>
        <Icon name="import" size={30} />
        <p>Drop to look inside</p>
        <small>Certificates, chains, requests, keys and PKCS#12. Nothing is imported.</small>
      </div>
    </div>
  );
}
