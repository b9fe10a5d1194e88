import type { ReactNode } from 'react';
import { DetailPanel, DetailTitle } from '../../../ui/list-detail';

interface SidePanelProps {
  /** What it is about, for a screen reader that walks by landmarks. */
  label: string;
  title: string;
  sign?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** What was chosen in the matrix, beside it; in a narrow window in its place. It takes the focus. */
export function SidePanel({ label, title, sign, onClose, children }: SidePanelProps) {
  return (
    <DetailPanel label={label} back="the matrix" onClose={onClose}>
      <DetailTitle sign={sign} takesFocus>
        {title}
      </DetailTitle>
      {children}
    </DetailPanel>
  );
}
