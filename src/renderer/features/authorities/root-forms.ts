import type { RootForm } from '../../../ipc/issue-schemas';

/** Every form in which the public half of an authority leaves, by who wants it. Nothing secret is in any of them. */
export const rootForms: readonly { form: RootForm; label: string; explanation: string }[] = [
  {
    form: 'pem',
    label: 'A colleague, a server, most programs',
    explanation: 'PEM text (.pem). curl, Python, Node and every web server read it.',
  },
  {
    form: 'crt',
    label: 'Linux and Android',
    explanation: 'PEM text named .crt, as update-ca-certificates and the settings of Android look for it.',
  },
  {
    form: 'der',
    label: 'Windows',
    explanation: 'Binary (.cer). A double click opens the dialog that installs it.',
  },
  {
    form: 'p7b',
    label: 'Windows and Java, as a bundle',
    explanation: 'PKCS#7 (.p7b): the certificate and what stands above it in one file.',
  },
  {
    form: 'mobileconfig',
    label: 'iPhone, iPad and Mac',
    explanation:
      'A configuration profile (.mobileconfig). After installing it, turn it on under Settings, General, About, Certificate Trust Settings.',
  },
  {
    form: 'java-trust-store',
    label: 'Java',
    explanation:
      'A trust store that keytool reads (PKCS#12), with the customary password changeit: the content is public.',
  },
];
