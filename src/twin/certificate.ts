import { generate } from 'selfsigned';

export interface Certificate {
  readonly key: string;
  /** PEM. */
  readonly certificate: string;
}

const DAYS = 30;
const DNS = 2;
const IP = 7;

/**
 * A certificate for the loopback addresses, of no use anywhere else.
 * @param name tells it from others: OpenSSL takes two of one name for one
 */
export async function makeCertificate(name = 'localhost'): Promise<Certificate> {
  const made = await generate([{ name: 'commonName', value: name }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + DAYS * 24 * 60 * 60 * 1000),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: DNS, value: 'localhost' },
          { type: DNS, value: '*.localhost' },
          { type: IP, ip: '127.0.0.1' },
        ],
      },
    ],
  });
  return { key: made.private, certificate: made.cert };
}
