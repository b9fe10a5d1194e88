import { shellQuoteFor, springQuote, stringQuote, xmlQuote } from './quotes';
import { copiesFor, renewCopies } from './snippet-copies';
import { lines, part, type SnippetRecipe, snippetGroups } from './snippet-texts';

const group = snippetGroups.languages;

/** The chain of a certificate against one root alone, for .NET; `usage` is the identifier of RFC 5280, section 4.2.1.12. */
const ownRoot = (indent: string, usage: string) =>
  [
    'using var path = new X509Chain();',
    'path.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;',
    'path.ChainPolicy.CustomTrustStore.Add(root);',
    'path.ChainPolicy.ExtraStore.AddRange(chain!.ChainPolicy.ExtraStore);',
    `path.ChainPolicy.ApplicationPolicy.Add(new Oid("${usage}"));`,
    'path.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;',
  ].map((line) => indent + line);

/** Java and .NET. Pure. */
export const enterpriseRecipes: SnippetRecipe[] = [
  {
    id: 'spring-boot',
    title: 'Spring Boot',
    group,
    source: 'https://docs.spring.io/spring-boot/reference/features/ssl.html',
    note: 'For Spring Boot 3.2 and later.',
    server: (facts, mutual) => [
      part('application.yaml', '#', springQuote, facts, (at) =>
        lines(
          'spring:',
          '  ssl:',
          '    bundle:',
          '      pem:',
          '        sealwax:',
          '          keystore:',
          `            certificate: ${at.chain}`,
          `            private-key: ${at.key}`,
          mutual && '          truststore:',
          mutual && `            certificate: ${at.root}`,
          'server:',
          `  port: ${facts.port}`,
          '  ssl:',
          '    bundle: sealwax',
          mutual && '    client-auth: need',
        ),
      ),
    ],
    client: (facts, mutual) => [
      part('application.yaml', '#', springQuote, facts, (at) =>
        lines(
          'spring:',
          '  ssl:',
          '    bundle:',
          '      pem:',
          '        sealwax-client:',
          '          truststore:',
          `            certificate: ${at.root}`,
          mutual && '          keystore:',
          mutual && `            certificate: ${at.chain}`,
          mutual && `            private-key: ${at.key}`,
        ),
      ),
      {
        place: 'A bean, with RestClient.Builder and RestClientSsl injected',
        comment: '//',
        text: lines(
          'RestClient client = builder',
          `    .baseUrl("https://${facts.target}:${facts.port}")`,
          '    .apply(ssl.fromBundle("sealwax-client"))',
          '    .build();',
        ),
      },
    ],
  },
  {
    id: 'tomcat',
    title: 'Tomcat',
    group,
    source: 'https://tomcat.apache.org/tomcat-10.1-doc/config/http.html#SSL_Support',
    checked: 'Tomcat 10.1, Java 17',
    note: renewCopies,
    server: (facts, mutual) => {
      const { paths, parts, copied } = copiesFor(facts, 'tomcat', 'tomcat');
      const store = copied ? '/etc/sealwax/tomcat/clients.p12' : 'conf/clients.p12';
      const [sudo, place] = copied ? ['sudo ', 'A terminal'] : ['', 'A terminal, in the folder of Tomcat'];
      // Java's own TLS reads the roots of clients from a store alone; caCertificateFile is for OpenSSL's.
      const makeStore = part(
        `${place}: the root that clients must be of, as a store of Java`,
        '#',
        shellQuoteFor(facts.platform),
        facts,
        (at) =>
          `${sudo}keytool -importcert -noprompt -alias sealwax -file ${at.root} -keystore ${store} -storetype PKCS12 -storepass changeit`,
      );
      const connector = part(
        'server.xml, in the Service element; then restart Tomcat',
        '<!--',
        xmlQuote,
        paths,
        (at) =>
          lines(
            `<Connector port="${facts.port}" protocol="org.apache.coyote.http11.Http11NioProtocol" SSLEnabled="true" scheme="https" secure="true">`,
            mutual
              ? `    <SSLHostConfig certificateVerification="required" truststoreFile="${store}" truststoreType="PKCS12" truststorePassword="changeit">`
              : '    <SSLHostConfig>',
            `        <Certificate certificateFile=${at.chain} certificateKeyFile=${at.key} />`,
            '    </SSLHostConfig>',
            '</Connector>',
          ),
        'Tomcat takes a $ and a brace in a path for a property.',
      );
      return mutual ? [...parts, makeStore, connector] : [...parts, connector];
    },
  },
  {
    id: 'kestrel',
    title: '.NET (Kestrel)',
    group,
    source: 'https://learn.microsoft.com/aspnet/core/fundamentals/servers/kestrel/endpoints',
    note: 'For .NET 6 and later.',
    server: (facts, mutual) => [
      part('appsettings.json', '//', stringQuote, facts, (at) =>
        lines(
          '{',
          '  "Kestrel": {',
          '    "Endpoints": {',
          '      "Https": {',
          `        "Url": "https://localhost:${facts.port}",`,
          `        "Certificate": { "Path": ${at.chain}, "KeyPath": ${at.key} }`,
          '      }',
          '    }',
          '  }',
          '}',
        ),
      ),
      ...(mutual
        ? [
            part('Program.cs, before builder.Build()', '//', stringQuote, facts, (at) =>
              lines(
                'using System.Security.Cryptography;',
                'using System.Security.Cryptography.X509Certificates;',
                'using Microsoft.AspNetCore.Server.Kestrel.Https;',
                '',
                `var root = X509Certificate2.CreateFromPem(File.ReadAllText(${at.root}));`,
                'builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureHttpsDefaults(https =>',
                '{',
                '    https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;',
                '    https.ClientCertificateValidation = (certificate, chain, errors) =>',
                '    {',
                ...ownRoot('        ', '1.3.6.1.5.5.7.3.2'),
                '        return path.Build(certificate);',
                '    };',
                '}));',
              ),
            ),
          ]
        : []),
    ],
    client: (facts, mutual) => [
      part('Program.cs', '//', stringQuote, facts, (at) =>
        lines(
          'using System.Net.Security;',
          'using System.Security.Cryptography;',
          'using System.Security.Cryptography.X509Certificates;',
          '',
          `var root = X509Certificate2.CreateFromPem(File.ReadAllText(${at.root}));`,
          'var handler = new HttpClientHandler();',
          mutual && `handler.ClientCertificates.Add(X509Certificate2.CreateFromPemFile(${at.chain}, ${at.key}));`,
          'handler.ServerCertificateCustomValidationCallback = (request, certificate, chain, errors) =>',
          '{',
          '    if ((errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0) return false;',
          ...ownRoot('    ', '1.3.6.1.5.5.7.3.1'),
          '    return path.Build(certificate!);',
          '};',
          `Console.Write(await new HttpClient(handler).GetStringAsync("https://${facts.target}:${facts.port}/"));`,
        ),
      ),
    ],
  },
];
