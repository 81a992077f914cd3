# Build with: docker build -t keywatch .
# Run with:   docker run -v ./keywatch.yaml:/etc/keywatch/keywatch.yaml:ro -v keywatch:/var/lib/keywatch keywatch

FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# No package needs its install script here: the image brings Node 24 and the database driver its own binaries.
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY bin ./bin
COPY rules ./rules
COPY package.json config.example.yaml LICENSE ./
RUN mkdir -p /var/lib/keywatch && chown node:node /var/lib/keywatch
USER node
# Relative paths of the configuration count from its own folder: name the database /var/lib/keywatch/keywatch.db there.
VOLUME /var/lib/keywatch
# Asks the daemon's own record in the database, not the providers: no network, no credentials.
HEALTHCHECK --interval=60s --timeout=20s --start-period=60s --retries=3 \
  CMD ["node", "bin/keywatch.js", "doctor", "--health", "--config", "/etc/keywatch/keywatch.yaml"]
ENTRYPOINT ["node", "bin/keywatch.js"]
CMD ["run", "--config", "/etc/keywatch/keywatch.yaml"]
