# --- what Docker has: Go templates for `inspect` -----------------------------------------------------{% raw %}

name_shape='{{.Name}}'
label_shape='{{index .Labels "'"$label"'"}}'
containers_shape='{{range .Containers}}{{.Name}} {{end}}'
pools_shape='{{range .DefaultAddressPools}}{{.Base}} {{.Size}}
{{end}}'
subnets_shape='{{range .IPAM.Config}}{{.Subnet}}
{{end}}'
network_shape='driver {{.Driver}}
internal {{.Internal}}
ipv6 {{.EnableIPv6}}
{{range $key, $value := .Options}}option {{$key}}={{$value}}
{{end}}{{range .IPAM.Config}}{{$subnet := .Subnet}}subnet {{$subnet}}
gateway {{$subnet}} {{.Gateway}}
range {{$subnet}} {{.IPRange}}
{{range $key, $value := .AuxAddress}}aux {{$subnet}} {{$key}}={{$value}}
{{end}}{{end}}'

# A network that is made from the old pools, or beside the old docker0, keeps its subnet after Docker's restart.
may_choose() (
    case " $automatic " in
    *" $1 "*) has_its_pools && has_its_docker0 ;;
    esac
)

has_its_pools() { [ "$(docker info --format "$pools_shape" | sed '/^$/d' | sort)" = "$(wanted_pools | sort)" ]; }

has_its_docker0() (
    for subnet in $docker0; do
        docker network inspect --format "$subnets_shape" bridge | grep -qxF "$subnet" || exit 1
    done
)

# Docker takes the beginning of an id for a name, too: only the whole name counts.
is_network() { [ "$(docker network inspect --format "$name_shape" "$1" 2>/dev/null)" = "$1" ]; }

is_ours() { [ -n "$(docker network inspect --format "$label_shape" "$1")" ]; }

# What isn't given is an empty text up to Docker 28, and "invalid IP" or "invalid Prefix" from 29 on.
network_as_it_is() {
    docker network inspect --format "$network_shape" "$1" |
        sed -e '/^$/d' -e '/^gateway [^ ]* \(invalid .*\)*$/d' -e '/^range [^ ]* \(invalid .*\)*$/d'
}{% endraw %}

