import { createTheme, type MantineColorsTuple, type VariantColorsResolver } from '@mantine/core';

// Mantine asks for ten shades; what is painted comes from the variables in tokens.css, which both schemes set.
const ink: MantineColorsTuple = [
  '#e7ecf6',
  '#ccd6ea',
  '#9db8f0',
  '#7f98cf',
  '#5d79b4',
  '#40609b',
  '#27457d',
  '#1f3867',
  '#182c52',
  '#10182a',
];

const edge = '1px solid transparent';

/** The four kinds of button: the one thing to do, anything else, a quiet one, and one that takes something away. */
const variantColorResolver: VariantColorsResolver = ({ variant }) => {
  switch (variant) {
    case 'filled':
      return {
        background: 'var(--sw-accent)',
        hover: 'var(--sw-accent-hover)',
        color: 'var(--sw-on-accent)',
        border: edge,
      };
    case 'subtle':
      return { background: 'transparent', hover: 'var(--sw-accent-soft)', color: 'var(--sw-accent)', border: edge };
    case 'danger':
      return {
        background: 'var(--sw-panel)',
        hover: 'var(--sw-bad-soft)',
        color: 'var(--sw-bad)',
        border: '1px solid var(--sw-line)',
      };
    default:
      return {
        background: 'var(--sw-panel)',
        hover: 'var(--sw-hover)',
        color: 'var(--sw-ink)',
        border: '1px solid var(--sw-line)',
      };
  }
};

export const theme = createTheme({
  primaryColor: 'ink',
  colors: { ink },
  defaultRadius: '8px',
  respectReducedMotion: true,
  cursorType: 'default',
  variantColorResolver,
  components: {
    Button: { defaultProps: { variant: 'default', fw: 560 } },
    ActionIcon: { defaultProps: { variant: 'subtle' } },
    // Locking the page's scroll would add a <style> tag, which the content security policy refuses; the body does not scroll.
    Modal: {
      defaultProps: {
        lockScroll: false,
        overlayProps: { backgroundOpacity: 0.36 },
        transitionProps: { duration: 120 },
      },
    },
    ModalRoot: { defaultProps: { lockScroll: false } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 80 } } },
  },
});
