import { createECDH, createHash } from 'crypto';
import { ArmError } from '../arm/error';
import type { JsonObject } from '../arm/json';

const CURVES: Readonly<Record<string, string>> = {
  'P-256': 'prime256v1',
  'P-256K': 'secp256k1',
  'P-384': 'secp384r1',
  'P-521': 'secp521r1',
};
const SIZES = [2048, 3072, 4096];

/** The public half of a key, made from a seed: what is shown can be parsed, and nothing is encrypted with it. */
export function keyMaterial(kty: string, size: number, curve: string, seed: string): JsonObject {
  if (/^RSA(-HSM)?$/.test(kty)) {
    if (!SIZES.includes(size)) throw badParameter(`The key size of an RSA key must be one of ${SIZES.join(', ')}.`);
    return { n: modulus(size / 8, seed).toString('base64url'), e: 'AQAB' };
  }
  if (!/^EC(-HSM)?$/.test(kty)) {
    throw badParameter(`The type of a key must be one of RSA, RSA-HSM, EC, EC-HSM, got '${kty}'.`);
  }
  if (!(curve in CURVES)) throw badParameter(`The curve of a key must be one of ${Object.keys(CURVES).join(', ')}.`);
  const point = createECDH(CURVES[curve]);
  // Shorter than the order of every curve, so that it is a private key of each.
  point.setPrivateKey(createHash('sha256').update(seed).digest().subarray(0, 31));
  const both = point.getPublicKey().subarray(1);
  const [x, y] = [both.subarray(0, both.length / 2), both.subarray(both.length / 2)];
  return { crv: curve, x: x.toString('base64url'), y: y.toString('base64url') };
}

/** Odd and of full length, as a product of two primes would be. */
function modulus(bytes: number, seed: string): Buffer {
  const parts = Array.from({ length: Math.ceil(bytes / 64) }, (_, index) =>
    createHash('sha512').update(`${seed} ${index}`).digest(),
  );
  const made = Buffer.concat(parts).subarray(0, bytes);
  made[0] = 0x80 + (made[0] % 0x80);
  made[bytes - 1] += 1 - (made[bytes - 1] % 2);
  return made;
}

export function badParameter(message: string): ArmError {
  return new ArmError(400, 'BadParameter', message);
}
