ARG NODE_VERSION=26.10.0

FROM node:${NODE_VERSION}-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src src
RUN npm run build:src

FROM node:${NODE_VERSION}-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The image is the runtime, and the compiler has done its work.
RUN npm ci --omit=dev --omit=optional

FROM node:${NODE_VERSION}-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
# Where the SQLite file and its key go when no DATABASE_URL is given: the only folder that is written to.
RUN mkdir data && chown node:node data
COPY --from=modules /app/node_modules node_modules
COPY --from=build /app/dist/src dist/src
COPY src/pages/assets src/pages/assets
COPY package.json schema.graphql LICENSE ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
