# One image, two stages: the first compiles, the second carries only what runs.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY tsconfig.json ./
COPY scripts scripts
COPY src src
RUN npm run build && npm ci --omit=dev

FROM node:24-slim
ENV NODE_ENV=production \
    LIENTHONG_HOST=0.0.0.0 \
    LIENTHONG_PORT=8080 \
    LIENTHONG_DATA=/data
WORKDIR /app
COPY --from=build /app/node_modules node_modules
COPY --from=build /app/dist/src dist/src
COPY package.json LICENSE NOTICE ./
COPY bin bin
COPY packs packs
COPY examples examples
RUN mkdir /data && chown node:node /data && chmod 0700 /data
USER node
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.LIENTHONG_PORT}/readyz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "bin/lienthong.mjs"]
CMD ["start"]
