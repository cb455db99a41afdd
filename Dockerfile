ARG NODE_VERSION=26.10.0

FROM node:${NODE_VERSION}-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# npm skips the dependencies of a workspace whose folder is missing, and says nothing.
COPY packages/admin/package.json packages/admin/
COPY packages/admin/bin packages/admin/bin
RUN npm ci --loglevel=error
COPY tsconfig.json tsconfig.build.json schema.graphql ./
COPY tools/build.mjs tools/
COPY tools/bundle tools/bundle
COPY packages/admin packages/admin
COPY console console
COPY src src
RUN npm run build:src && npm run build:admin && npm run build:console

FROM node:${NODE_VERSION}-slim AS modules
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/admin/package.json packages/admin/
COPY packages/admin/bin packages/admin/bin
# The base image brings Node, and the compiler is needed only in the build stage.
RUN npm ci --omit=dev --omit=optional --loglevel=error

FROM node:${NODE_VERSION}-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
WORKDIR /app
# Without DATABASE_URL the SQLite file and its key are stored here. The server writes to no other folder.
RUN mkdir data && chown node:node data
COPY --from=modules /app/node_modules node_modules
COPY --from=build /app/dist/src dist/src
COPY --from=build /app/console/dist console/dist
COPY --from=build /app/packages/admin/dist packages/admin/dist
COPY packages/admin/package.json packages/admin/
COPY packages/admin/bin packages/admin/bin
COPY src/pages/assets src/pages/assets
COPY package.json schema.graphql LICENSE ./
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/ready`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "dist/src/main.js"]
