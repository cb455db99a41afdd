const { ISSUER = 'http://localhost:3000', PORT = '4000' } = process.env;

export default {
  define: { ISSUER: JSON.stringify(ISSUER) },
  server: { port: Number(PORT), strictPort: true },
};
