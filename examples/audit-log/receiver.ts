import express from 'express';
import { Webhook } from 'standardwebhooks';

interface Message {
  type: string;
  timestamp: string;
  data: { id: string; resource: string | null; resourceId: string | null };
}

const { PORT = '4000', WEBHOOK_SECRET } = process.env;
if (!WEBHOOK_SECRET) {
  console.error('WEBHOOK_SECRET is missing: set it to the secret that createWebhook returned.');
  process.exit(1);
}
const webhook = new Webhook(WEBHOOK_SECRET);
const seen = new Set<string>(); // event ids, in memory: use your database in production

const app = express();
app.post('/events', express.raw({ type: 'application/json' }), (request, response) => {
  let message: Message;
  try {
    message = webhook.verify(request.body, request.headers as Record<string, string>) as Message;
  } catch {
    return response.status(401).end();
  }
  const { type, timestamp, data } = message;
  if (!seen.has(data.id)) console.log(timestamp, type, data.resource, data.resourceId);
  seen.add(data.id);
  response.status(204).end(); // only when the event is stored: any other answer makes Passgraph send it again
});
app.listen(Number(PORT), 'localhost', (error) => {
  if (!error) return console.error(`Listening at port ${PORT}`);
  console.error(`Cannot listen at port ${PORT}: ${error.message}. Set PORT to a free port.`);
  process.exit(1);
});
