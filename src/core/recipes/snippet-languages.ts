import { singleQuote, stringQuote } from './quotes';
import { lines, part, type SnippetRecipe, snippetGroups } from './snippet-texts';

const group = snippetGroups.languages;

/** Ruby, PHP, Go and Rust. Pure. */
export const languageRecipes: SnippetRecipe[] = [
  {
    id: 'rails',
    title: 'Rails (Puma)',
    group,
    source: 'https://puma.io/puma/Puma/DSL.html#ssl_bind-instance_method',
    checked: 'Puma 5.6, Ruby 3.1',
    note: 'For a name other than localhost Rails also wants in config/environments/development.rb: config.hosts << "NAME".',
    server: (facts, mutual) => [
      part('config/puma.rb, instead of its port; then: bin/rails server', '#', singleQuote, facts, (at) =>
        lines(
          // Puma reads the certificate of a client with it, and does not load it itself.
          mutual && "require 'openssl'",
          mutual && '',
          `ssl_bind '127.0.0.1', '${facts.port}', {`,
          `  cert: ${at.chain},`,
          `  key: ${at.key},`,
          mutual && `  ca: ${at.root},`,
          `  verify_mode: '${mutual ? 'force_peer' : 'none'}'`,
          '}',
        ),
      ),
    ],
    client: (facts, mutual) => [
      part('client.rb; then: ruby client.rb', '#', singleQuote, facts, (at) =>
        lines(
          "require 'net/http'",
          '',
          `http = Net::HTTP.new('${facts.bare}', ${facts.port})`,
          'http.use_ssl = true',
          `http.ca_file = ${at.root}`,
          mutual && `http.cert = OpenSSL::X509::Certificate.new(File.read(${at.chain}))`,
          mutual && `http.key = OpenSSL::PKey.read(File.read(${at.key}))`,
          "puts http.get('/').body",
        ),
      ),
    ],
  },
  {
    id: 'php',
    title: 'PHP',
    group,
    source: 'https://www.php.net/manual/en/context.ssl.php',
    checked: 'PHP 8.2',
    note: 'PHP’s own web server (php -S) speaks no TLS: this is a small server of its own, and for more nginx, Apache or Caddy stand in front of PHP.',
    server: (facts, mutual) => [
      part('server.php; then: php server.php', '//', singleQuote, facts, (at) =>
        lines(
          '<?php',
          "$context = stream_context_create(['ssl' => [",
          `    'local_cert' => ${at.chain},`,
          `    'local_pk' => ${at.key},`,
          mutual && `    'cafile' => ${at.root},`,
          mutual && "    'verify_peer' => true,",
          mutual && "    'verify_peer_name' => false,",
          ']]);',
          `$server = stream_socket_server('tcp://127.0.0.1:${facts.port}', $code, $message, STREAM_SERVER_BIND | STREAM_SERVER_LISTEN, $context);`,
          'while (true) {',
          '    $client = stream_socket_accept($server, -1);',
          '    stream_set_timeout($client, 10);',
          '    if (@stream_socket_enable_crypto($client, true, STREAM_CRYPTO_METHOD_TLS_SERVER)) {',
          '        while (trim((string) fgets($client)) !== "");',
          '        fwrite($client, "HTTP/1.1 200 OK\\r\\nContent-Length: 9\\r\\nConnection: close\\r\\n\\r\\nIt works\\n");',
          '    }',
          '    fclose($client);',
          '}',
        ),
      ),
    ],
    client: (facts, mutual) => [
      part('client.php; then: php client.php', '//', singleQuote, facts, (at) =>
        lines(
          '<?php',
          "$context = stream_context_create(['ssl' => [",
          `    'cafile' => ${at.root},`,
          mutual && `    'local_cert' => ${at.chain},`,
          mutual && `    'local_pk' => ${at.key},`,
          ']]);',
          `echo file_get_contents('https://${facts.target}:${facts.port}/', false, $context);`,
        ),
      ),
    ],
  },
  {
    id: 'go',
    title: 'Go',
    group,
    source: 'https://pkg.go.dev/net/http#ListenAndServeTLS',
    tried: 'Go 1.19',
    server: (facts, mutual) => [
      part('main.go; then: go run main.go', '//', stringQuote, facts, (at) =>
        lines(
          'package main',
          '',
          'import (',
          mutual && '\t"crypto/tls"',
          mutual && '\t"crypto/x509"',
          '\t"fmt"',
          '\t"log"',
          '\t"net/http"',
          mutual && '\t"os"',
          ')',
          '',
          'func main() {',
          '\thttp.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "It works") })',
          ...(mutual
            ? [
                `\troot, err := os.ReadFile(${at.root})`,
                '\tif err != nil {',
                '\t\tlog.Fatal(err)',
                '\t}',
                '\tclients := x509.NewCertPool()',
                '\tclients.AppendCertsFromPEM(root)',
                '\tserver := &http.Server{',
                `\t\tAddr:      ":${facts.port}",`,
                '\t\tTLSConfig: &tls.Config{ClientCAs: clients, ClientAuth: tls.RequireAndVerifyClientCert},',
                '\t}',
                `\tlog.Fatal(server.ListenAndServeTLS(${at.chain}, ${at.key}))`,
              ]
            : [`\tlog.Fatal(http.ListenAndServeTLS(":${facts.port}", ${at.chain}, ${at.key}, nil))`]),
          '}',
        ),
      ),
    ],
    client: (facts, mutual) => [
      part('client.go; then: go run client.go', '//', stringQuote, facts, (at) =>
        lines(
          'package main',
          '',
          'import (',
          '\t"crypto/tls"',
          '\t"crypto/x509"',
          '\t"io"',
          '\t"log"',
          '\t"net/http"',
          '\t"os"',
          ')',
          '',
          'func main() {',
          `\troot, err := os.ReadFile(${at.root})`,
          '\tif err != nil {',
          '\t\tlog.Fatal(err)',
          '\t}',
          '\troots := x509.NewCertPool()',
          '\troots.AppendCertsFromPEM(root)',
          '\tconfig := &tls.Config{RootCAs: roots}',
          ...(mutual
            ? [
                `\tpair, err := tls.LoadX509KeyPair(${at.chain}, ${at.key})`,
                '\tif err != nil {',
                '\t\tlog.Fatal(err)',
                '\t}',
                '\tconfig.Certificates = []tls.Certificate{pair}',
              ]
            : []),
          '\tclient := http.Client{Transport: &http.Transport{TLSClientConfig: config}}',
          `\tresponse, err := client.Get("https://${facts.target}:${facts.port}/")`,
          '\tif err != nil {',
          '\t\tlog.Fatal(err)',
          '\t}',
          '\tdefer response.Body.Close()',
          '\tio.Copy(os.Stdout, response.Body)',
          '}',
        ),
      ),
    ],
  },
  {
    id: 'axum',
    title: 'Rust (axum)',
    group,
    source: 'https://docs.rs/axum-server/latest/axum_server/tls_rustls/index.html',
    note: 'Crates: axum, axum-server with the feature tls-rustls, tokio with full, rustls 0.23; for the client reqwest with the feature rustls-tls.',
    server: (facts, mutual) => [
      part('src/main.rs; then: cargo run', '//', stringQuote, facts, (at) =>
        lines(
          'use axum::{routing::get, Router};',
          'use axum_server::tls_rustls::RustlsConfig;',
          mutual && 'use rustls::pki_types::{pem::PemObject, CertificateDer, PrivateKeyDer};',
          mutual && 'use rustls::{server::WebPkiClientVerifier, RootCertStore, ServerConfig};',
          mutual ? 'use std::{error::Error, net::SocketAddr, sync::Arc};' : 'use std::{error::Error, net::SocketAddr};',
          '',
          '#[tokio::main]',
          'async fn main() -> Result<(), Box<dyn Error>> {',
          '    let app = Router::new().route("/", get(|| async { "It works\\n" }));',
          ...(mutual
            ? [
                '    let mut roots = RootCertStore::empty();',
                `    roots.add(CertificateDer::from_pem_file(${at.root})?)?;`,
                '    let clients = WebPkiClientVerifier::builder(Arc::new(roots)).build()?;',
                `    let chain = CertificateDer::pem_file_iter(${at.chain})?.collect::<Result<Vec<_>, _>>()?;`,
                `    let key = PrivateKeyDer::from_pem_file(${at.key})?;`,
                '    let mut tls = ServerConfig::builder().with_client_cert_verifier(clients).with_single_cert(chain, key)?;',
                '    tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];',
                '    let config = RustlsConfig::from_config(Arc::new(tls));',
              ]
            : [`    let config = RustlsConfig::from_pem_file(${at.chain}, ${at.key}).await?;`]),
          `    let address = SocketAddr::from(([127, 0, 0, 1], ${facts.port}));`,
          '    axum_server::bind_rustls(address, config).serve(app.into_make_service()).await?;',
          '    Ok(())',
          '}',
        ),
      ),
    ],
    client: (facts, mutual) => [
      part('src/main.rs; then: cargo run', '//', stringQuote, facts, (at) =>
        lines(
          'use reqwest::{Certificate, Client, Identity};'.replace(mutual ? '' : ', Identity', ''),
          'use std::{error::Error, fs};',
          '',
          '#[tokio::main]',
          'async fn main() -> Result<(), Box<dyn Error>> {',
          `    let root = Certificate::from_pem(&fs::read(${at.root})?)?;`,
          ...(mutual
            ? [
                `    let mut pair = fs::read(${at.chain})?;`,
                `    pair.extend(fs::read(${at.key})?);`,
                '    let identity = Identity::from_pem(&pair)?;',
              ]
            : []),
          '    let client = Client::builder()',
          '        .tls_built_in_root_certs(false)',
          '        .add_root_certificate(root)',
          mutual && '        .identity(identity)',
          '        .build()?;',
          `    println!("{}", client.get("https://${facts.target}:${facts.port}/").send().await?.text().await?);`,
          '    Ok(())',
          '}',
        ),
      ),
    ],
  },
];
