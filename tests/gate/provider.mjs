// A second provider of sign-in for the tests, npm's certified oidc-provider: node provider.mjs PORT REDIRECT_URI FOLDER
const [port, redirect, folder] = process.argv.slice(2)
const { default: Provider } = await import(`${folder}/node_modules/oidc-provider/lib/index.js`)
const home = `http://localhost:${port}`
const provider = new Provider(home, {
  clients: [{ client_id: 'duizhang', client_secret: 'duizhang-secret', redirect_uris: [redirect], grant_types: ['authorization_code'], response_types: ['code'] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false,
  findAccount: (_context, id) => ({
    accountId: id,
    claims: () => ({ sub: `number-${id}`, email: `${id}@merchant.test`, email_verified: true, name: 'somebody else entirely' }),
  }),
  pkce: { required: () => true },
})
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'))
