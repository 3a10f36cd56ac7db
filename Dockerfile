# syntax=docker/dockerfile:1
# The program alone, on a Node of its own. How to run it: docs/container.md
ARG NODE=22-alpine

FROM node:${NODE} AS build
WORKDIR /source
COPY package.json package-lock.json .npmrc ./
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json README.md CHANGELOG.md LICENSE ./
COPY bin bin
COPY scripts scripts
COPY templates templates
COPY src src
COPY docs/problems.md docs/problems.md
RUN npm run build && npm run sbom && npm pack --silent --pack-destination /tmp \
  && mkdir /package && tar -xzf /tmp/create-irsa-*.tgz -C /package --strip-components 1

FROM node:${NODE}
LABEL org.opencontainers.image.title="create-irsa" \
  org.opencontainers.image.description="Writes the Terraform that gives pods on Amazon EKS their own AWS role" \
  org.opencontainers.image.licenses="MIT"
# It needs node and nothing else that comes with it.
RUN rm -rf /usr/local/lib/node_modules /usr/local/bin/npm /usr/local/bin/npx /usr/local/bin/corepack \
  /usr/local/bin/yarn /usr/local/bin/yarnpkg /opt/yarn-* \
  && ln -s /opt/create-irsa/bin/create-irsa.js /usr/local/bin/create-irsa \
  && mkdir /work && chown node:node /work
COPY --from=build /package /opt/create-irsa
USER node
WORKDIR /work
ENTRYPOINT ["create-irsa"]
