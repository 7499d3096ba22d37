package testdir

// GoDockerfile compiles a Go program in its first stage; its last stage holds nothing else.
const GoDockerfile = `ARG HADASH_BASE
FROM ${HADASH_BASE} AS build
RUN apt-get install -y golang-1.26-go
ENV PATH=/usr/lib/go-1.26/bin:$PATH GOTOOLCHAIN=local CGO_ENABLED=0
WORKDIR /src
COPY go.mod ./
COPY src src
RUN go build -trimpath -ldflags '-s -w' -o /x ./src && mkdir /data

FROM scratch
COPY --from=build /x /
COPY --from=build --chown=1:1 /data /data
USER 1:1
ENTRYPOINT ["/x"]
`
