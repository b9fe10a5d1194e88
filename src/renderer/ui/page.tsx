import { type ReactNode, useEffect, useRef } from 'react';
import layout from './layout.module.css';

interface PageProps {
  title: string;
  /** Buttons at the right of the heading. */
  actions?: ReactNode;
  /** The page is exactly as high as the window, and scrolls inside its parts. */
  fill?: boolean;
  children: ReactNode;
}

/** One screen: its one h1, which takes the focus when the screen is opened, so that it is read out. */
export function Page({ title, actions, fill = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} – Sealwax`;
    if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
  }, [title]);
  return (
    <div className={`${layout.page} ${fill ? layout.fill : ''}`}>
      <header className={layout.head}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions}
      </header>
      {children}
    </div>
  );
}
