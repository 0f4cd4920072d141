# Docker runs, and has none of its chains.
docker version >/dev/null 2>&1 || exit 0
! iptables -w -t nat -S DOCKER >/dev/null 2>&1 || exit 0
! nft list table ip docker-bridges >/dev/null 2>&1 || exit 0
echo "Docker's packet rules were flushed: what it publishes and what its bridges' containers send is lost or seen as another's"
echo 'left to you: systemctl restart docker (interrupts: {{ interrupts }})'
exit 1
