/** The mark: a wax seal with a padlock pressed into it. The only place where the wax red is used. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <path
        fill="var(--sw-wax)"
        d="M16 1.5c2 0 3.2 1.7 5 2.3 1.8.6 3.9.1 5.3 1.5s.9 3.5 1.5 5.3c.6 1.8 2.7 3 2.7 5.4s-2.1 3.6-2.7 5.4c-.6 1.8-.1 3.9-1.5 5.300s-3.5.9-5.3 1.5c-1.8.6-3 2.3-5 2.3s-3.2-1.7-5-2.300c-1.8-.6-3.9-.1-5.3-1.5s-.9-3.5-1.5-5.300C3.6 19.6 1.5 18.4 1.5 16s2.1-3.6 2.7-5.4c.6-1.8.1-3.9 1.5-5.300S9.2 4.4 11 3.8c1.8-.6 3-2.3 5-2.300Z"
      />
      <circle cx="16" cy="16" r="9.6" fill="none" stroke="rgb(0 0 0 / 0.2)" strokeWidth="1.2" />
      <path d="M12.8 14.5v-1.7a3.2 3.2 0 0 1 6.4 0v1.7" fill="none" stroke="#fff" strokeWidth="1.7" />
      <rect x="11.2" y="14.3" width="9.6" height="7.2" rx="1.7" fill="#fff" />
    </svg>
  );
}
