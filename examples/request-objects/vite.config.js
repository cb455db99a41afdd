const { ISSUER = 'http://localhost:3000', SIGNER = 'http://localhost:4500', PORT = '4000' } = process.env;

export default {
  define: { ISSUER: JSON.stringify(ISSUER), SIGNER: JSON.stringify(SIGNER) },
  server: { port: Number(PORT), strictPort: true },
};
