// Verifies tokens with real libraries. Each line in is "open OPTIONS", which makes a
// client, or "verify TOKEN"; each line out is "ok" or what went wrong.
import { constants, createPublicKey, verify as verifySignature } from 'node:crypto'
import { createInterface } from 'node:readline'
import { JwtVerifier } from 'aws-jwt-verify'
import { SimpleJwksCache, SimplePenaltyBox } from 'aws-jwt-verify/jwk'
import buildGetJwks from 'get-jwks'
import * as jose from 'jose'
import * as jose5 from 'jose5'
import jwksRsa from 'jwks-rsa'

const libraries = {
  jose: ({ url, options }) => {
    const keys = jose.createRemoteJWKSet(new URL(url), options)
    return (token) => jose.jwtVerify(token, keys)
  },
  jose5: ({ url, options }) => {
    const keys = jose5.createRemoteJWKSet(new URL(url), options)
    return (token) => jose5.jwtVerify(token, keys)
  },
  'jwks-rsa': ({ url, options }) => {
    const client = jwksRsa({ jwksUri: url, ...options })
    return async (token) => {
      const key = await client.getSigningKey(header(token).kid)
      checkSignature(token, key.getPublicKey())
    }
  },
  'get-jwks': ({ issuer, options }) => {
    const client = buildGetJwks({ jwksPath: '/jwks', ...options })
    return async (token) => {
      const { alg, kid } = header(token)
      checkSignature(token, await client.getPublicKey({ domain: issuer, alg, kid }))
    }
  },
  'aws-jwt-verify': ({ issuer, url, audience, options }) => {
    const penaltyBox = new SimplePenaltyBox(options)
    const verifier = JwtVerifier.create({ issuer, audience, jwksUri: url }, { jwksCache: new SimpleJwksCache({ penaltyBox }) })
    return (token) => verifier.verify(token)
  }
}

function header (token) {
  return JSON.parse(Buffer.from(token.split('.')[0], 'base64url'))
}

// checkSignature stands for the program around a library that only finds keys.
function checkSignature (token, pem) {
  const [head, payload, signature] = token.split('.')
  const { alg } = header(token)
  const key = { key: createPublicKey(pem), dsaEncoding: 'ieee-p1363' }
  if (alg.startsWith('PS')) {
    Object.assign(key, { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST })
  }
  const hash = alg === 'EdDSA' ? null : 'sha' + alg.slice(2)
  if (!verifySignature(hash, Buffer.from(head + '.' + payload), key, Buffer.from(signature, 'base64url'))) {
    throw new Error('bad signature')
  }
}

let verify
async function answer (line) {
  const [verb, rest] = line.split(/ (.*)/)
  if (verb === 'verify') {
    await verify(rest)
    return
  }
  const request = JSON.parse(rest)
  verify = libraries[request.library](request)
}

for await (const line of createInterface({ input: process.stdin })) {
  const said = await answer(line).then(() => 'ok', (err) => `${err.name}: ${err.message}`.replaceAll('\n', ' '))
  process.stdout.write(said + '\n')
}
