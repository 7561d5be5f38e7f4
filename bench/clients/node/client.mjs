// Verifies tokens with a real library: one token a line in, "ok" or "no" a line out.
// Arguments: library, URL of the key set, its options as JSON.
import { createInterface } from 'node:readline'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import jwksRsa from 'jwks-rsa'
import jsonwebtoken from 'jsonwebtoken'

const [library, url, options] = process.argv.slice(2)

function verifier() {
  if (library === 'jose') {
    const keys = createRemoteJWKSet(new URL(url), JSON.parse(options))
    return (token) => jwtVerify(token, keys)
  }
  const client = jwksRsa({ jwksUri: url, ...JSON.parse(options) })
  return async (token) => {
    const { header } = jsonwebtoken.decode(token, { complete: true })
    const key = await client.getSigningKey(header.kid)
    return jsonwebtoken.verify(token, key.getPublicKey(), { algorithms: ['ES256'] })
  }
}

const verify = verifier()
for await (const token of createInterface({ input: process.stdin })) {
  const answer = await verify(token).then(() => 'ok', () => 'no')
  process.stdout.write(answer + '\n')
}
