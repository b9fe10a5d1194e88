import type { PhonePage } from '../../../../ipc/trust-schemas';
import type { Sign } from '../../../ui/status';

export type Visit = PhonePage['visits'][number];

export const visitSigns: Record<Visit['what'], Sign> = {
  page: { tone: 'idle', icon: 'dash', word: 'opened the page' },
  certificate: { tone: 'idle', icon: 'import', word: 'took the root' },
  trusted: { tone: 'ok', icon: 'tick', word: 'now trusts it' },
  'not-trusted': { tone: 'warn', icon: 'warning', word: 'does not trust it yet' },
};

export type Platform = 'ios' | 'android';

/** The platform's own words for its own settings. */
export const platforms: Record<Platform, { label: string; steps: readonly string[]; note: string }> = {
  ios: {
    label: 'iPhone and iPad',
    steps: [
      'Scan the code with the camera, open the page in Safari and tap “Download the profile”, then “Allow”.',
      'Settings → General → VPN & Device Management: open the downloaded profile, compare the fingerprint, press Install.',
      'Settings → General → About → Certificate Trust Settings: switch the root on. Without this step it is installed and not trusted.',
      'Back on the page, press “Check now”.',
    ],
    note: 'The steps after the download are Apple’s (support.apple.com/102390).',
  },
  android: {
    label: 'Android',
    steps: [
      'Scan the code with the camera, open the page and tap “Download the certificate”.',
      'Settings → Security and privacy → More security settings → Encryption and credentials → Install a certificate → CA certificate → Install anyway, and choose the file.',
      'Compare the fingerprint under Encryption and credentials → Trusted credentials → User.',
      'Back on the page, press “Check now”.',
    ],
    note: 'From Android 7 on, apps trust it only if they ask for it; browsers do. Firefox has a setting of its own: Settings → About Firefox, tap the logo five times, then Secret settings → Use third party CA certificates.',
  },
};
