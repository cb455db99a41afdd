import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const { ISSUER = 'http://localhost:3000', CLIENT_ID = 'react', PORT = '4000' } = process.env;

export default defineConfig({
  plugins: [react()],
  define: { ISSUER: JSON.stringify(ISSUER), CLIENT_ID: JSON.stringify(CLIENT_ID) },
  server: { host: 'localhost', port: Number(PORT), strictPort: true },
});
