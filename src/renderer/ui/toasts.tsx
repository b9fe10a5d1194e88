import { ActionIcon, Button, VisuallyHidden } from '@mantine/core';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Failure } from '../state/failure';
import { Icon } from './icons';
import styles from './toasts.module.css';

/** Milliseconds that a person has to take a deletion back. */
const undoTime = 10_000;
const sayTime = 4_000;

interface Toast {
  id: number;
  message: string;
  hint?: string | undefined;
  bad?: boolean;
  undo?: () => void;
}

export interface Toasts {
  /** Said to screen readers only: for what the eye has already seen. */
  say: (message: string) => void;
  /** A short word at the edge of the window, which goes by itself. */
  show: (message: string) => void;
  /** Stays until it is closed. */
  fail: (failure: Failure) => void;
  /** Offers the way back for ten seconds; the button or Ctrl/Cmd+Z takes it. */
  offerUndo: (message: string, undo: () => void) => void;
}

const ToastsContext = createContext<Toasts | null>(null);

export function useToasts(): Toasts {
  const toasts = use(ToastsContext);
  if (!toasts) throw new Error('useToasts needs a ToastsProvider above it');
  return toasts;
}

export function ToastsProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<Toast[]>([]);
  const [said, setSaid] = useState('');
  const count = useRef(0);

  const close = useCallback((id: number) => setShown((all) => all.filter((toast) => toast.id !== id)), []);
  const toasts = useMemo<Toasts>(() => {
    const add = (toast: Omit<Toast, 'id'>) => {
      count.current += 1;
      const id = count.current;
      setSaid([toast.message, toast.hint].filter(Boolean).join(' '));
      // One way back at a time: a newer deletion takes the place of an older offer.
      setShown((all) => [...all.filter((other) => !(toast.undo && other.undo)).slice(-2), { ...toast, id }]);
    };
    return {
      say: setSaid,
      show: (message) => add({ message }),
      fail: ({ message, hint }) => add({ message, hint, bad: true }),
      offerUndo: (message, undo) => add({ message, undo }),
    };
  }, []);

  useUndoKey(shown, close);

  return (
    <ToastsContext value={toasts}>
      {children}
      <VisuallyHidden role="status" aria-live="polite">
        {said}
      </VisuallyHidden>
      {shown.length > 0 ? (
        <section className={styles.place} aria-label="Messages">
          {shown.map((toast) => (
            <ToastCard key={toast.id} toast={toast} onClose={() => close(toast.id)} />
          ))}
        </section>
      ) : null}
    </ToastsContext>
  );
}

/** Ctrl/Cmd+Z takes the newest offer, except where it belongs to a text field. */
function useUndoKey(shown: Toast[], close: (id: number) => void) {
  const offer = shown.filter((toast) => toast.undo).at(-1);
  useEffect(() => {
    if (!offer) return undefined;
    const listen = (event: KeyboardEvent) => {
      if (event.key !== 'z' || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      if (event.target instanceof Element && event.target.closest('input, textarea')) return;
      event.preventDefault();
      offer.undo?.();
      close(offer.id);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [offer, close]);
}

function ToastCard({ toast, onClose }: { toast: Toast; onClose: () => void }) {
  // The clock stands still while the pointer or the focus is on it (WCAG 2.2.1).
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held || toast.bad) return undefined;
    const timer = setTimeout(onClose, toast.undo ? undoTime : sayTime);
    return () => clearTimeout(timer);
  }, [held, toast, onClose]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: holding only stops the clock; nothing is done by it.
    <div
      className={`${styles.toast} ${toast.bad ? styles.bad : ''}`}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {toast.bad ? <Icon name="cross" /> : null}
      <div>
        <p>{toast.message}</p>
        {toast.hint ? <small>{toast.hint}</small> : null}
      </div>
      {toast.undo ? (
        <Button
          size="xs"
          onClick={() => {
            toast.undo?.();
            onClose();
          }}
        >
          Undo
        </Button>
      ) : null}
      <ActionIcon aria-label="Close this message" onClick={onClose}>
        <Icon name="cross" size={14} />
      </ActionIcon>
    </div>
  );
}
